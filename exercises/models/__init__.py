"""What: the exercise library, its sources and the routine templates. No person is named here, except as text."""

from exercises.models.adoption import Adoption, AdoptionKind
from exercises.models.editions import Edition
from exercises.models.exercises import (
    AfterHipReplacement,
    Category,
    Exercise,
    ExercisePose,
    ExerciseSource,
    ExerciseVariant,
    LoadClass,
    PoseLeg,
    StartPosition,
    VariantKind,
)
from exercises.models.learn import LearnPage, LearnSource, LearnText
from exercises.models.own import DrawingState, OwnDrawing, OwnPicture
from exercises.models.sources import Source
from exercises.models.stop_texts import StopText
from exercises.models.templates import RoutineTemplate, TemplateExercise, TemplateSource
from exercises.models.texts import ExerciseText

__all__ = [
    "Adoption",
    "AdoptionKind",
    "AfterHipReplacement",
    "Category",
    "DrawingState",
    "Edition",
    "Exercise",
    "ExercisePose",
    "ExerciseSource",
    "ExerciseText",
    "ExerciseVariant",
    "LearnPage",
    "LearnSource",
    "LearnText",
    "LoadClass",
    "OwnDrawing",
    "OwnPicture",
    "PoseLeg",
    "RoutineTemplate",
    "Source",
    "StartPosition",
    "StopText",
    "TemplateExercise",
    "TemplateSource",
    "VariantKind",
]

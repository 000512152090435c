"""Who the demo's patients are and what they were given when. Facts only; `cast.py` makes rows of them.

Every routine comes from a programme of the library, in a phase that the patient has reached, and passes the
precaution matrix and the earliest weeks on each of its days: tests/portal/demo/test_story.py holds it to that.
"""

from dataclasses import dataclass, field

from exercises.precautions import Precaution as Rule
from portal.routines.models import Approach, OperationKind, PauseKind, Side, WeightBearing

Slot = tuple[str, ...]


@dataclass(frozen=True)
class Precaution:
    rule: str
    words: str
    from_day: int
    until_day: int | None
    ordered_by: str = "Dr Lin Okafor, surgeon"


@dataclass(frozen=True)
class Given:
    """What the therapist published. `day` counts from the patient's day 0 (the operation, or the start of care)."""

    day: int
    template: str
    times: Slot = ("09:00",)
    only: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    # Exercise → bits of the times of day it belongs to (1 is the first); left out: every time.
    slots: dict[str, int] = field(default_factory=dict)
    reps: dict[str, int] = field(default_factory=dict)
    change_notice: str = ""
    learn_pages: tuple[str, ...] = ()
    core: tuple[str, ...] = ()  # the two for a bad day
    phase: int | None = None  # of the template, from 1
    phase_until_day: int | None = None  # its last day
    stopped: dict[str, str] = field(default_factory=dict)  # why, by exercise
    is_confirmed: bool = True  # somebody at home has read what changed


@dataclass(frozen=True)
class Mood:
    """How a stretch of days went: chances of done and partly; the rest is not recorded or skipped with a reason."""

    from_day: int
    done: float
    partly: float = 0.06
    skipped: float = 0.03
    pain: int | None = 2


@dataclass(frozen=True)
class Person:
    """`days_in` is how many days ago day 0 was."""

    name: str
    born: tuple[int, int, int]
    days_in: int
    given: tuple[Given, ...]
    moods: tuple[Mood, ...]
    side: str = Side.LEFT
    diagnosis: str = ""
    operation: str = ""
    operation_kind: str = OperationKind.NONE
    approach: str = ""
    weight_bearing: str = WeightBearing.FULL
    precautions: tuple[Precaution, ...] = ()
    conditions: tuple[str, ...] = ()
    # What Tess wrote into the profile after the routine was published: the caseload shows what that means.
    later_conditions: tuple[str, ...] = ()
    goals: str = ""
    pain_limit: int = 5
    language: str = "en"
    handle: str = ""
    figure: str = ""  # who is drawn in this person's pictures; empty: as the clinic chose
    pauses: tuple[tuple[int, int, str, str], ...] = ()
    silent_days: int = 0
    # Day → (words, pain or None, written by "patient" or "caregiver").
    notes: dict[int, tuple[str, int | None, str]] = field(default_factory=dict)
    review_in_days: int = 12

    @property
    def had_replacement(self) -> bool:
        return self.operation_kind == OperationKind.REPLACEMENT


POSTERIOR = (Precaution("THA-P", "Hip not bent past 90°, legs not crossed, leg not turned in", 0, 84),)
PHASE_0, PHASE_2, PHASE_6, PHASE_12 = "tha-weeks-0-2", "tha-weeks-2-6", "tha-weeks-6-12", "tha-weeks-12-plus"

PAT_AFTERNOON = {
    "glute-bridge": 0b01,
    "side-lying-leg-raise": 0b10,
    "clamshell": 0b10,
}

PAT = Person(
    name="Pat Ellis",
    born=(1948, 3, 14),
    handle="pat",
    days_in=63,
    side=Side.LEFT,
    diagnosis="Hip osteoarthritis, left",
    operation="Left hip replacement",
    operation_kind=OperationKind.REPLACEMENT,
    approach=Approach.POSTERIOR,
    weight_bearing=WeightBearing.AS_TOLERATED,
    precautions=POSTERIOR,
    goals="Walk to the shop and carry a bag home",
    given=(
        Given(
            7,
            PHASE_0,
            times=("09:00", "14:00"),
            change_notice="Small and often. Stop for a rest whenever you like.",
            learn_pages=("after-hip-replacement", "home", "helping"),
        ),
        Given(
            16,
            PHASE_2,
            times=("09:00", "16:00"),
            notes={"sit-to-stand": "Use the high chair from the hallway, with your left foot a little forward."},
            change_notice="You are ready to do more on your feet. Hold the counter with both hands.",
        ),
        Given(
            44,
            PHASE_6,
            times=("09:00", "16:00"),
            only=("clamshell", "side-lying-leg-raise", "glute-bridge"),
            also=("sit-to-stand", "standing-hip-abduction"),
            slots=PAT_AFTERNOON,
            reps={"side-lying-leg-raise": 6},
            notes={"clamshell": "Keep the pillow between your knees."},
            change_notice="Two exercises lying on your right side are new. The lying ones are for the afternoon.",
        ),
        Given(
            61,
            PHASE_6,
            times=("09:00", "16:00"),
            only=("clamshell", "side-lying-leg-raise", "glute-bridge"),
            also=("sit-to-stand", "standing-hip-abduction"),
            slots=PAT_AFTERNOON,
            reps={"side-lying-leg-raise": 8},
            notes={"clamshell": "Keep the pillow between your knees."},
            change_notice="Side-lying leg raise is now 8 times. It was 6. The rest is as before.",
            core=("sit-to-stand", "glute-bridge"),
            is_confirmed=False,
        ),
    ),
    moods=(
        Mood(7, 0.86, partly=0.10, pain=5),
        Mood(16, 0.92, pain=4),
        Mood(30, 0.28, partly=0.18, skipped=0.30, pain=6),  # the bad week
        Mood(37, 0.90, pain=4),
        Mood(48, 0.94, pain=3),
        Mood(56, 0.96, pain=2),
    ),
    pauses=((40, 42, PauseKind.HOLIDAY, "Three days with my sister"),),
    notes={
        9: ("Ankles are easy. The heel slide pulls a bit.", 5, "patient"),
        18: ("Stood up from the high chair without help.", 4, "patient"),
        31: ("Hip was sore all night, I only did a little.", 7, "patient"),
        33: ("Too sore today. Rested with my leg up.", 6, "patient"),
        38: ("Better again after the rest.", 4, "patient"),
        50: ("Walked to the corner and back with one stick.", 3, "caregiver"),
        58: ("Slept through for the first time.", 2, "patient"),
        62: (
            "Left leg a bit stiff at first, better after the second set. Is the pillow for sleeping too?",
            3,
            "patient",
        ),
    },
)

WALT = Person(
    name="Walt Hanna",
    born=(1941, 7, 2),
    figure="man-fair",
    days_in=40,
    side="",
    diagnosis="Two falls last winter, thin bones",
    conditions=(Rule.BAL, Rule.OP),
    goals="Get to the garden bench without holding on to the fence",
    given=(
        Given(
            0,
            "falls-prevention-older-adult",
            times=("10:30",),
            only=("sit-to-stand", "standing-hip-abduction", "mini-squat", "heel-raise"),
            change_notice="Cara stands beside you for all of these.",
            learn_pages=("balance-and-falls", "helping", "keep-going"),
        ),
    ),
    moods=(Mood(0, 0.74, partly=0.12, pain=None),),
    notes={37: ("He held on with one hand only. Steady.", None, "caregiver")},
)

OTHERS = (
    Person(
        name="Rosa Lindqvist",
        born=(1955, 11, 20),
        handle="rosa",
        days_in=33,
        side=Side.RIGHT,
        diagnosis="Hip osteoarthritis, right",
        conditions=(Rule.OA,),
        goals="An hour in the garden",
        given=(
            Given(
                0,
                "hip-oa-12-weeks",
                only=("glute-bridge", "clamshell", "mini-squat", "standing-hip-abduction"),
                phase=1,
                phase_until_day=27,
            ),
        ),
        moods=(Mood(0, 0.85, pain=3),),
    ),
    Person(
        name="Ben Okoye",
        born=(1962, 2, 8),
        handle="ben",
        figure="man-dark",
        days_in=27,
        side=Side.RIGHT,
        operation="Right hip replacement",
        operation_kind=OperationKind.REPLACEMENT,
        approach=Approach.ANTERIOR,
        weight_bearing=WeightBearing.AS_TOLERATED,
        precautions=(Precaution("THA-A", "Leg not behind the body, foot not turned out", 0, 42),),
        goals="Back at the wheel of the bus",
        given=(
            Given(5, PHASE_0, times=("09:00", "15:00")),
            Given(
                15,
                PHASE_2,
                times=("09:00", "17:00"),
                only=("glute-bridge", "standing-hip-abduction", "mini-squat", "heel-raise"),
            ),
        ),
        moods=(Mood(5, 0.9, pain=3),),
    ),
    Person(
        name="Mei Tanaka",
        born=(1971, 6, 3),
        handle="mei",
        figure="woman-brown",
        days_in=20,
        side=Side.LEFT,
        diagnosis="Gluteal tendinopathy, left",
        conditions=(Rule.GT,),
        goals="Sleep on my left side",
        given=(
            Given(0, "gluteal-tendinopathy-8-weeks", only=("glute-bridge", "mini-squat", "standing-hip-abduction")),
        ),
        moods=(Mood(0, 0.7, pain=4),),
        notes={19: ("Outer hip grumbled in the night after the standing one.", 6, "patient")},
    ),
    Person(
        name="Ivan Petrov",
        born=(1950, 9, 30),
        handle="ivan",
        figure="man-fair",
        days_in=9,
        side=Side.RIGHT,
        operation="Right hip replacement",
        operation_kind=OperationKind.REPLACEMENT,
        approach=Approach.POSTERIOR,
        weight_bearing=WeightBearing.AS_TOLERATED,
        precautions=POSTERIOR,
        goals="Up the stairs to my own bed",
        given=(Given(3, PHASE_0, times=("09:00", "13:00", "18:00")),),
        moods=(Mood(3, 0.8, partly=0.15, pain=5),),
    ),
    Person(
        name="Grace Adeyemi",
        born=(1958, 4, 17),
        handle="grace",
        figure="woman-dark",
        days_in=98,
        side=Side.LEFT,
        operation="Left hip replacement",
        operation_kind=OperationKind.REPLACEMENT,
        approach=Approach.POSTERIOR,
        precautions=POSTERIOR,
        goals="Dance at my son's wedding",
        given=(
            Given(45, PHASE_6, only=("glute-bridge", "clamshell", "side-lying-leg-raise")),
            Given(88, PHASE_12, only=("bridge-towel-squeeze", "tandem-stance"), also=("side-lying-leg-raise",)),
        ),
        moods=(Mood(45, 0.93, pain=1),),
    ),
    Person(
        name="Hugo Marchand",
        born=(1953, 1, 25),
        handle="hugo",
        figure="man-fair",
        days_in=52,
        side=Side.RIGHT,
        operation="Right hip replacement",
        operation_kind=OperationKind.REPLACEMENT,
        approach=Approach.POSTERIOR,
        weight_bearing=WeightBearing.AS_TOLERATED,
        precautions=POSTERIOR,
        language="fr",
        goals="Reprendre la pétanque",
        given=(
            Given(16, PHASE_2, only=("glute-bridge", "standing-hip-abduction", "mini-squat")),
            Given(44, PHASE_6, only=("glute-bridge", "clamshell", "side-lying-leg-raise")),
        ),
        moods=(Mood(16, 0.88, pain=3),),
    ),
    Person(
        name="Nina Kowalski",
        born=(1982, 12, 5),
        handle="nina",
        days_in=24,
        side="",
        diagnosis="Tight hip flexors, desk work",
        goals="Sit through a meeting without fidgeting",
        given=(
            Given(0, "desk-worker-hip-flexors", times=("12:30",), only=("glute-bridge", "seated-march", "clamshell")),
        ),
        moods=(Mood(0, 0.6, pain=1),),
    ),
    Person(
        name="Omar Haddad",
        born=(1949, 8, 11),
        handle="omar",
        figure="man-brown",
        days_in=66,
        side=Side.LEFT,
        diagnosis="Hip osteoarthritis, left",
        conditions=(Rule.OA,),
        goals="Kneel and get up again",
        given=(Given(0, "hip-oa-12-weeks", only=("glute-bridge", "mini-squat", "standing-hip-abduction")),),
        moods=(Mood(0, 0.75, pain=4),),
        silent_days=6,
    ),
    Person(
        name="Lucy Chen",
        born=(1946, 5, 29),
        handle="lucy",
        days_in=31,
        side="",
        diagnosis="Unsteady since an inner-ear illness",
        conditions=(Rule.BAL,),
        goals="Take the tram alone",
        given=(
            Given(
                0,
                "falls-prevention-older-adult",
                only=("sit-to-stand", "standing-hip-abduction", "mini-squat", "heel-raise"),
            ),
        ),
        moods=(Mood(0, 0.8, pain=None),),
        pauses=((28, 36, PauseKind.HOLIDAY, "Away, visiting family"),),
    ),
    Person(
        name="Arthur Bell",
        born=(1944, 10, 9),
        handle="arthur",
        days_in=71,
        side=Side.LEFT,
        operation="Left hip replacement",
        operation_kind=OperationKind.REPLACEMENT,
        approach=Approach.POSTERIOR,
        weight_bearing=WeightBearing.AS_TOLERATED,
        precautions=POSTERIOR,
        goals="Walk the dog round the pond",
        given=(
            Given(17, PHASE_2, only=("glute-bridge", "standing-hip-abduction", "mini-squat")),
            Given(
                46,
                PHASE_6,
                only=("glute-bridge", "clamshell", "side-lying-leg-raise"),
                stopped={"mini-squat": "Something else takes its place."},
                is_confirmed=False,
            ),
        ),
        moods=(Mood(17, 0.82, pain=3), Mood(67, 0.7, pain=6)),
        notes={70: ("A sharp twinge on the last one, so I stopped.", 7, "patient")},
        pain_limit=5,
    ),
    Person(
        name="Fatima Noor",
        born=(1968, 7, 22),
        handle="fatima",
        days_in=47,
        side=Side.RIGHT,
        diagnosis="Gluteal tendinopathy, right",
        conditions=(Rule.GT,),
        goals="Walk my rounds without a limp",
        given=(
            Given(
                0,
                "gluteal-tendinopathy-8-weeks",
                only=("glute-set", "glute-bridge", "mini-squat"),
            ),
            Given(
                30,
                "gluteal-tendinopathy-8-weeks",
                only=("glute-bridge", "mini-squat", "standing-hip-abduction", "side-lying-leg-raise"),
            ),
        ),
        moods=(Mood(0, 0.9, pain=3), Mood(30, 0.92, pain=2)),
        review_in_days=-1,
    ),
    Person(
        name="Jack Doyle",
        born=(1997, 3, 3),
        handle="jack",
        days_in=17,
        side=Side.RIGHT,
        diagnosis="Hip pain with bending, right",
        conditions=(Rule.FAI,),
        later_conditions=(Rule.IRR,),
        goals="Play the second half of the season",
        given=(Given(0, "athlete-return", only=("side-lying-leg-raise", "glute-bridge"), also=("step-up",)),),
        moods=(Mood(0, 0.95, pain=2),),
    ),
    Person(
        name="Sofia Rossi",
        born=(1960, 9, 14),
        handle="sofia",
        days_in=2,
        side=Side.LEFT,
        operation="Left hip replacement",
        operation_kind=OperationKind.REPLACEMENT,
        approach=Approach.POSTERIOR,
        weight_bearing=WeightBearing.AS_TOLERATED,
        precautions=POSTERIOR,
        goals="Home with my cat",
        given=(),
        moods=(),
    ),
)

PATIENTS = (PAT, WALT, *OTHERS)

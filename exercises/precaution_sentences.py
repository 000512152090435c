"""The sentences of the precaution rules, by code. Not yet reviewed by a clinician.

For the therapist: facts. For the patient, of a caution that the therapist left in: what to mind while doing the
exercise, in everyday words, never another way to do it; only for codes where there is something to mind.
"""

from django.utils.translation import gettext_lazy as _

# Rules about tags and weight, by what they say or else by their code.
SENTENCES = {
    "EXT-prone": _("Is done lying on the front, which takes the leg behind the body."),
    "EXT-kneel": _("The affected leg is the kneeling one, which takes it behind the body."),
    "CROSS": _("The legs are crossed, whatever the angles are."),
    "STRETCH": _("Holds a stretch at the end of range, on a new joint or a healing bone."),
    "SIDE": _("Lying on the side: a pillow between the knees, and not on a fresh wound."),
    "SIDE-sore": _("Lying on the side: a pillow between the knees, and not on the sore outer hip."),
    "FLOOR": _("Needs getting down to the floor and up again."),
    "HEADPOS": _("The head goes low or turns, which may set off dizziness."),
    "ACTABD": _("Takes the leg out by its own strength, while the repaired abductor heals."),
    "SLS": _("One leg carries the body, and its outer hip works hard."),
    "NECK": _("One leg carries the body: a high load on the neck of the thigh bone."),
    "NECK-heavy": _("A band, a deep squat or a strong bridge: a high load on the neck of the thigh bone."),
    "WB": _("The affected leg carries weight (%(load)s): more than the order allows."),
    "WBP": _(
        "The affected leg carries weight (%(load)s): only the ordered share, measured, with both hands on support."
    ),
    "WBT": _("The affected leg carries weight (%(load)s): only as much as is comfortable."),
    "HOP": _("The other leg must hold all the weight: hands on support, and a helper."),
    "LEVER": _("A long lever or a band twists the healing bone."),
    "SLOAD": _("One leg carries the body: pain guides how much."),
    "ENDBW": _("Goes to the end of range under body weight."),
    "S002": _("Named in the source article as best avoided with a painful hip."),
    "S002L": _("A lunge shape, which the source article names as best avoided with a painful hip."),
    "IRRLOAD": _("A strong load or a long lever on an irritable hip."),
    "ABLOAD": _("A band or a long lever loads the tendon more: for later weeks."),
    "GSTR": _("Stretches the buttock, which may tease the tendon: to stop when the outer hip hurts."),
    "HAND": _("Done standing: one hand on fixed support."),
    "SPOT": _("Stands on one leg: both hands on fixed support, and another person in reach."),
    "SPOT-narrow": _("Stands with a narrow base: both hands on fixed support, and another person in reach."),
    "NARROW": _("Stands with the legs crossed or on a very narrow base."),
    "PULL": _("A band or a weight pulls on the body."),
    "UNSUP": _("Goes over uneven ground: not without a trained helper."),
    "FALL": _("Stands on one leg, and a fall would be costly: fixed support."),
    "FALL-narrow": _("Stands with the legs crossed or on a narrow base, and a fall would be costly: fixed support."),
    "FALL-band": _("A band or a weight pulls on the body, and a fall would be costly: fixed support."),
    "SUP": _("Holds a position flat on the back for a long time."),
    "SUP0": _("Done flat on the back: a short time only, with a wedge under one side."),
    "PUBIS": _("A squeeze or a split stance loads the pubic joint."),
    "DEEPLOAD-tag": _("Bends deep under weight."),
    "ARCH": _("The back is easily arched or rounded too far: coach neutral."),
}

# Rules about several angles at once: what follows the measured numbers.
MIXES = {
    "FADIR": _("that mix of bent with crossed or turned in is to be avoided"),
    "EXT+ER": _("a hip that is nearly straight may be turned out 15° at most"),
    "FABER": _("bent, out to the side and turned out is near the end of range"),
}

FOR_PATIENTS = {
    "F80": _("Do not bend your hip further than the picture shows."),
    "ADD0": _("Do not let your leg cross the middle of your body."),
    "EXT0": _("Do not take your leg further back than the picture shows."),
    "ER30": _("Do not turn your leg out further than the picture shows."),
    "DEEP": _("Bend your hip only as far as it feels easy."),
    "F90P": _("Stop the bend before your hip pinches."),
    "COMP0": _("Do not let your leg cross the middle of your body."),
    "SPFLEX0": _("Keep your back long. Do not round it."),
    "WIDE": _("Take your leg out only as far as it feels easy."),
    "STRETCH": _("Stretch gently. Stop where you feel a light pull."),
    "SIDE": _("Keep a pillow between your knees. Do not lie on a fresh wound or a sore hip."),
    "FLOOR": _("You get down to the floor and up again for this one. Keep a firm chair beside you."),
    "HEADPOS": _("Your head goes low here. Come up slowly, and rest if you feel dizzy."),
    "SLS": _("You stand on one leg here. Hold on to something firm."),
    "WBP": _("Put only as much weight on your leg as you were told. Hold on with both hands."),
    "WBT": _("Put only as much weight on your leg as feels right."),
    "HOP": _("Your good leg holds all your weight here. Hold on, and have a helper near."),
    "SLOAD": _("One leg holds your weight here. Stop if your hip hurts more."),
    "GSTR": _("Stretch gently. Stop if the outer side of your hip hurts."),
    "HAND": _("Keep one hand on something firm that cannot move."),
    "SPOT": _("Hold on with both hands, and have someone close by."),
    "FALL": _("Hold on to something firm that cannot move."),
    "SUP0": _("Lie flat for a short time only. Put a wedge under one side."),
    "PUBIS": _("Stop if it hurts at the front, low down between your legs."),
    "ARCH": _("Keep your low back as it is. Do not arch it or round it."),
}


def patient_words(code: str) -> str:
    """What a patient reads of a caution that the therapist left in; empty where there is nothing for them to do."""
    return str(FOR_PATIENTS.get(code, ""))

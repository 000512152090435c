"""Pictures of exercises, drawn from numbers.

A pose file (poses/<slug>.yaml) gives joint angles and contact points. The body built from them is a set of rounded
solids; a ray through each pixel finds what is seen, and the borders of what is seen become the paths of a flat SVG.

Order of the modules, lower ones know nothing of higher ones:

    vectors     3-vectors and rotations, plain Python
    spec        what a pose file says: limbs, targets, blending two poses, the mirror
    skeleton    joints and frames of a spec (forward and inverse kinematics), joint angles read back
    primitives  cones, ellipsoids, boxes: surface distance, lowest point
    looks       how people differ: flesh, hair, clothes
    hands       fingers, and how they close round what the palm touches
    body, props, ground   the solids of a person, of furniture, of a piece of ground
    library     the pose files, and the poses standing on their floor
    contacts    the solids behind a name, bodies with their hands closed
    moving      poses on the way from one view to the next
    capsules, lint   is the pose possible: floor, reach, joint range, contacts, collisions
    catalogue, sheet   what is drawn and out of date; all pictures on one page
    palette, paint   colours, SVG elements
    field, fitting, trace, outline, lines, marks, scene, figure, motion, files
                the drawing itself; these need the `figures` dependency group

Conventions, everywhere in this package:

* Lengths in metres, for a person 1.70 m tall. Angles in degrees.
* World: x and y level, z up, floor at z = 0. A neutral standing person looks along +x; +y is the person's left.
* Body frames have columns forward, left, up; bones point along -up.
* Hip and shoulder: [flexion, abduction, external rotation], all positive in the clinical sense on both sides.
* Knee and elbow: flexion. Ankle: positive with the toes toward the shin.
"""

from django.urls import path

from exercises import (
    adoption_views,
    learn_views,
    own_template_views,
    own_views,
    precautions_views,
    stop_text_views,
    views,
)

app_name = "exercises"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/review/", adoption_views.adoption, name="adoption"),
    path("library/review/adopt/", adoption_views.adopt_chosen, name="adopt_chosen"),
    path("library/review/<slug:kind>/<slug:slug>/changes/", adoption_views.changes, name="changes"),
    path("library/precautions/", precautions_views.precautions, name="precautions"),
    path("library/sources/", adoption_views.sources, name="sources"),
    path("library/learn/", learn_views.learn_pages, name="learn_pages"),
    path("library/learn/<slug:slug>/", learn_views.learn_page, name="learn_page"),
    path("library/fixed/<slug:slug>/", adoption_views.fixed_text, name="fixed_text"),
    path("library/own-picture/<slug:key>/<str:name>", own_views.own_picture, name="own_picture"),
    path("library/<slug:slug>/", views.exercise, name="exercise"),
    path("library/<slug:slug>/adopt/", views.adopt_exercise, name="adopt_exercise"),
    path("library/<slug:slug>/copy/", own_views.copy, name="own_copy"),
    path("library/<slug:slug>/change/", own_views.words, name="own_words"),
    path("library/<slug:slug>/change/dose/", own_views.dose, name="own_dose"),
    path("library/<slug:slug>/change/pose/", own_views.pose, name="own_pose"),
    path("library/<slug:slug>/change/pose/again/", own_views.draw_again, name="own_draw_again"),
    path("library/<slug:slug>/change/photos/", own_views.photo, name="own_photo"),
    path("library/<slug:slug>/change/photos/remove/", own_views.remove_photo, name="own_remove_photo"),
    path("library/<slug:slug>/change/angles/", own_views.angles, name="own_angles"),
    path("library/<slug:slug>/withdraw/", own_views.withdraw, name="own_withdraw"),
    path("clinic/stop-text/", stop_text_views.stop_texts, name="stop_texts"),
    path("clinic/stop-text/<slug:language>/", stop_text_views.stop_text, name="stop_text"),
    path("clinic/stop-text/<slug:language>/review/", stop_text_views.review_stop_text, name="review_stop_text"),
    path("templates/", views.templates, name="templates"),
    path("templates/new/", own_template_views.new, name="new_template"),
    path("templates/<slug:slug>/", views.template, name="template"),
    path("templates/<slug:slug>/copy/", own_template_views.copy, name="copy_template"),
    path("templates/<slug:slug>/change/", own_template_views.change, name="change_own_template"),
    path("templates/<slug:slug>/retire/", own_template_views.retire, name="retire_own_template"),
    path("templates/<slug:slug>/adopt/", views.adopt_template, name="adopt_template"),
]

from django.urls import path

from exercises import adoption_views, learn_views, views

app_name = "exercises"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/review/", adoption_views.adoption, name="adoption"),
    path("library/review/adopt/", adoption_views.adopt_chosen, name="adopt_chosen"),
    path("library/review/<slug:kind>/<slug:slug>/changes/", adoption_views.changes, name="changes"),
    path("library/sources/", adoption_views.sources, name="sources"),
    path("library/learn/", learn_views.learn_pages, name="learn_pages"),
    path("library/learn/<slug:slug>/", learn_views.learn_page, name="learn_page"),
    path("library/fixed/<slug:slug>/", adoption_views.fixed_text, name="fixed_text"),
    path("library/<slug:slug>/", views.exercise, name="exercise"),
    path("library/<slug:slug>/adopt/", views.adopt_exercise, name="adopt_exercise"),
    path("templates/", views.templates, name="templates"),
    path("templates/<slug:slug>/", views.template, name="template"),
    path("templates/<slug:slug>/adopt/", views.adopt_template, name="adopt_template"),
]

"""The public pages. No route of staff leads here."""

from django.urls import path
from django.views.i18n import set_language

from huiyin.faces.portal.feeds import feed
from huiyin.faces.portal.views import answers, errors, follow, plain, tell

urlpatterns = [
    path("", answers.home, name="home"),
    path("answers/", answers.index, name="answers"),
    path("answers/<str:number>/", answers.answer, name="answer"),
    path("suggestions/", answers.suggestions, name="suggestions"),
    path("feed.atom", feed, name="feed"),
    path("tell/", tell.tell, name="tell"),
    path("follow/", follow.follow, name="follow"),
    path("limits/", plain.limits, name="limits"),
    path("language/", set_language, name="set_language"),
    path("healthz", plain.healthz, name="healthz"),
    path("robots.txt", plain.robots, name="robots"),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

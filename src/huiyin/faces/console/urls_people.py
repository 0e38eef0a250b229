"""Addresses of who is told and how: channels, posts, shifts, ladders."""

from django.urls import path

from huiyin.faces.console.views import reaching, standing_in

urlpatterns = [
    path("me/channels", reaching.my_channels, name="my_channels"),
    path("settings/channels", reaching.channels_page, name="channels"),
    path("settings/channels/add", reaching.add, name="add_channel"),
    path("settings/channels/<int:pk>/switch", reaching.switch, name="switch_channel"),
    path("settings/channels/<int:pk>/test", reaching.test, name="test_channel"),
    path("settings/ladders", standing_in.ladders_page, name="ladders"),
    path("settings/ladders/<slug:purpose>", standing_in.ladder, name="change_ladder"),
    path("posts", standing_in.posts_page, name="posts"),
    path("posts/fill", standing_in.post, name="fill_post"),
    path("posts/<int:pk>/end", standing_in.ended_post, name="end_post"),
    path("posts/leave", standing_in.leave, name="enter_leave"),
    path("posts/leave/<int:pk>/end", standing_in.ended_leave, name="end_leave"),
    path("roster", standing_in.roster_page, name="roster"),
    path("roster/enter", standing_in.shift, name="enter_shift"),
    path("roster/<int:pk>/cancel", standing_in.cancelled_shift, name="cancel_shift"),
]

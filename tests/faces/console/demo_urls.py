"""The console's addresses as a demonstration has them."""

from huiyin.faces.console.urls import routes

urlpatterns = routes(demo_mode=True)

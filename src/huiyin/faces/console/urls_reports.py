"""Addresses of reporting up; the last one is for recipients without sign-in."""

from django.urls import path

from huiyin.faces.console.views import report_chains, report_receipts, report_tree, report_writing

urlpatterns = [
    path("reports", report_chains.chains, name="reports"),
    path("reports/open", report_chains.open_one, name="open_chain"),
    path("reports/tree", report_tree.tree, name="report_tree"),
    path("reports/tree/<int:pk>", report_tree.tree, name="report_body"),
    path("reports/<int:pk>", report_chains.chain, name="report_chain"),
    path("reports/<int:pk>/step/<slug:code>", report_chains.step, name="chain_step"),
    path("reports/<int:pk>/<int:number>", report_writing.document, name="report_document"),
    path("reports/<int:pk>/<int:number>/write", report_writing.write, name="write_report"),
    path("reports/legs/<int:pk>/<slug:code>", report_chains.leg_step, name="leg_step"),
    path("receipt/<str:token>", report_receipts.receipt, name="receipt"),
]

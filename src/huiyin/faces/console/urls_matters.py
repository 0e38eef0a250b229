"""Addresses of the matters: cases, orders, statements, the audit chain."""

from django.urls import URLPattern, path

from huiyin.faces.console.views import (
    audit,
    cases,
    dispatching,
    drafting,
    orders,
    papers,
    parts,
    staff,
    statements,
    vault,
)

urlpatterns: list[URLPattern] = [
    path("cases", cases.cases, name="cases"),
    path("cases/new", cases.new_case, name="new_case"),
    path("cases/<int:pk>", cases.case, name="case"),
    path("cases/<int:pk>/letter", papers.print_letter, name="print_letter"),
    path("cases/<int:pk>/<slug:code>", cases.step, name="case_step"),
    path("orders/<int:pk>", orders.order, name="order"),
    path("orders/<int:pk>/paper", papers.print_order, name="print_order"),
    path("dispatch", dispatching.dispatch_page, name="dispatch"),
    path("dispatch/<int:pk>/end", dispatching.end_rule, name="end_dispatch_rule"),
    path("parts/<int:pk>/<slug:code>", parts.step, name="part_step"),
    path("orders/<int:pk>/<slug:code>", orders.step, name="order_step"),
    path("statements", statements.statements, name="statements"),
    path("statements/new", statements.new_statement, name="new_statement"),
    path("statements/<int:pk>", statements.statement, name="statement"),
    path("statements/<int:pk>/edit", statements.edit_statement, name="edit_statement"),
    path("statements/<int:pk>/<slug:code>", statements.step, name="statement_step"),
    path("stories/<int:pk>/draft", drafting.ask, name="ask_draft"),
    path("drafts/<int:pk>", drafting.draft, name="machine_draft"),
    path("staff", staff.staff, name="staff"),
    path("staff/add", staff.add_person, name="add_person"),
    path("staff/units", staff.add_unit, name="add_unit"),
    path("staff/<int:pk>/roles", staff.set_roles, name="set_roles"),
    path("vault", vault.vault_page, name="vault"),
    path("vault/key", vault.set_key, name="vault_key"),
    path("vault/originals/<uuid:pk>", vault.take_original, name="take_original"),
    path("vault/<uuid:pk>", vault.open_contact, name="open_contact"),
    path("audit", audit.audit, name="audit"),
    path("audit/verify", audit.verify_chain, name="verify_chain"),
]

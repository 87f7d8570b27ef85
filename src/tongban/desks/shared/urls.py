"""Addresses every desk shares: a case, its cards and temporary documents, finding one, help, pictures, drafts."""

from django.urls import path

from tongban.desks.shared import (
    card_list_views,
    card_stray_views,
    card_views,
    case_views,
    destruction_views,
    difference_views,
    drafts,
    ending_lists,
    ending_views,
    file_views,
    pictures,
    rate_views,
    refusal_views,
    register_views,
    settle_views,
    temporary_views,
)

app_name = "shared"

urlpatterns = [
    path("cases/<uuid:case_id>/", case_views.case, name="case"),
    path("cases/<uuid:case_id>/settle/", settle_views.settle, name="settle"),
    path("money/differences/", difference_views.differences, name="differences"),
    path("money/differences/<uuid:difference_id>/", difference_views.difference, name="difference"),
    path("cases/<uuid:case_id>/ground/", ending_views.ground, name="ground"),
    path("cases/<uuid:case_id>/close/", ending_views.close, name="close"),
    path("cases/<uuid:case_id>/withdraw/", ending_views.withdraw_case, name="withdraw"),
    path("cases/<uuid:case_id>/after/", ending_views.after, name="after-ending"),
    path("cases/<uuid:case_id>/scan/<uuid:paper_id>/", ending_views.scan, name="ending-scan"),
    path("endings/", ending_lists.grounds, name="grounds"),
    path("endings/closable/", ending_lists.closable, name="closable"),
    path("endings/ended/", ending_lists.ended, name="ended"),
    path("cases/<uuid:case_id>/cards/", card_views.cards_of, name="card-trace"),
    path("cases/<uuid:case_id>/cards/trouble/", card_views.trouble, name="card-trouble"),
    path("cases/<uuid:case_id>/cards/wrong/", card_views.wrong, name="card-wrong"),
    path("cases/<uuid:case_id>/cards/inquiry/", card_views.inquiry, name="card-inquiry"),
    path("cards/stray/", card_stray_views.stray, name="card-stray"),
    path("cards/inquiries/", card_list_views.inquiries, name="card-inquiries"),
    path("cards/stock/", card_list_views.figures, name="card-stock"),
    path("cards/destruction/", destruction_views.destruction, name="destruction"),
    path("cards/destruction/<uuid:list_id>/", destruction_views.destroyed, name="destroyed"),
    path(
        "cards/destruction/<uuid:list_id>/print/",
        destruction_views.print_list,
        name="destroyed-print",
    ),
    path(
        "cards/destruction/<uuid:list_id>/sheet/", destruction_views.sheet, name="destroyed-sheet"
    ),
    path("temporary/", register_views.register, name="temporary-register"),
    path(
        "temporary/register/print",
        register_views.print_register,
        name="temporary-register-print",
    ),
    path("temporary/<uuid:case_id>/", temporary_views.case, name="temporary"),
    path("temporary/<uuid:case_id>/issue", temporary_views.issue, name="temporary-issue"),
    path(
        "temporary/<uuid:case_id>/take-back", temporary_views.take_back, name="temporary-take-back"
    ),
    path(
        "temporary/<uuid:case_id>/write-off", temporary_views.write_off, name="temporary-write-off"
    ),
    path(
        "temporary/document/<uuid:document_id>/print",
        temporary_views.print_document,
        name="temporary-print",
    ),
    path("files/", file_views.search, name="files"),
    path("files/<uuid:case_id>/", file_views.file, name="file"),
    path("files/<uuid:case_id>/check/", file_views.check, name="file-check"),
    path("files/<uuid:case_id>/print/", file_views.print_file, name="file-print"),
    path("files/<uuid:case_id>/export/", file_views.export, name="file-export"),
    path("refusals/", refusal_views.refusals, name="refusals"),
    path("refusals/rates/", rate_views.rates, name="refusal-rates"),
    path("refusals/ended/", rate_views.ended, name="refusal-ended"),
    path("refusals/<uuid:refusal_id>/", refusal_views.refusal, name="refusal"),
    path("refusals/<uuid:refusal_id>/check", refusal_views.check, name="refusal-check"),
    path("refusals/<uuid:refusal_id>/told", refusal_views.told, name="refusal-told"),
    path("find/", case_views.search, name="find"),
    path("help/", case_views.help_page, name="help"),
    path("help/flow.svg", case_views.flow, name="flow"),
    path(
        "pictures/intake/<uuid:intake_id>/<slug:which>", pictures.of_intake, name="intake-picture"
    ),
    path(
        "pictures/<uuid:case_id>/<int:version>/<slug:which>", pictures.of_case, name="case-picture"
    ),
    path("drafts/<slug:kind>/<uuid:subject>", drafts.save, name="draft"),
]

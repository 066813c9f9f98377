"""The gallery's pages: the workspace, a form as it opens, and the same form sent with mistakes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onestory.ui.gallery import content


def parts_page(request: HttpRequest) -> HttpResponse:
    messages.success(request, "What you wrote about Zoë's family has been kept.")
    return render(request, "ui/gallery/parts.html", {"content": content})


def form_page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery/form.html", {"form": content.NewPerson(initial=content.KEPT)})


def mistakes_page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery/form.html", {"form": content.NewPerson(content.TYPED)})

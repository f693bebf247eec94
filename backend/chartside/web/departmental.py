"""What a service that a department shares has beside a coder's own: probes, numbers, limits."""

from flask import Flask

from chartside.department import Department
from chartside.web import metrics, probes
from chartside.web.limits import Limits
from chartside.web.record import Record
from chartside.web.timelimit import OneAtATime


def add_department(app: Flask, department: Department, record: Record, work: OneAtATime) -> None:
    """Put it before `app`, whose gate stands already."""
    counted = metrics.Metrics()
    counted.init_app(app)
    work.waited = counted.waited
    Limits(department.rates).init_app(app)
    app.register_blueprint(probes.blueprint(record))
    app.register_blueprint(metrics.blueprint(counted))

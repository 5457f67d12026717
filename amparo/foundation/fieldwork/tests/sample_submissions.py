"""A form as one is sent in from the field, and answers to it, good and odd."""

import io

from amparo.foundation.fieldwork.models import Form, Submission

FORM = """\
survey,type,name,label::English (en),label::Español (es),relevant,constraint,bind::amparo:purpose,bind::amparo:sensitivity
,start,start,,,,,,
,select_one place,place,Where was it?,¿Dónde fue?,,,case_management,plain
,integer,age,How old is ${name}?,¿Cuántos años tiene ${name}?,,. < 120,case_management,plain
,decimal,weight,How heavy?,¿Cuánto pesa?,,,case_management,medical
,text,name,What is the name?,¿Cómo se llama?,,,case_management,identity
,select_multiple need,needs,What is needed?,¿Qué hace falta?,,,case_management,plain
,date,day,On which day?,¿Qué día?,,,case_management,plain
,geopoint,spot,Where exactly?,¿Dónde exactamente?,,,case_management,location
,text,story,What happened?,¿Qué pasó?,,,case_management,narrative
,image,photo,A photo,Una foto,,,case_management,identity
,begin repeat,child,A child,Una niña o un niño,,,,
,text,called,Its name,Su nombre,,,case_management,identity
,integer,years,Its age,Su edad,,. < 18,case_management,plain
,end repeat,,,,,,,
choices,list_name,name,label::English (en),label::Español (es)
,place,border,At the border,En la frontera
,place,road,On the road,En el camino
,need,water,Water,Agua
,need,bed,A bed,Una cama
settings,form_title,form_id,version,namespaces
,A talk on the road,road_talk,1,"amparo=""https://amparo.example/xforms""\"
"""  # noqa: E501 - one row of a spreadsheet is one line
GOOD = (
    "<start>2026-05-01T12:00:00.000-04:00</start><place>border</place><age>31</age>"
    "<weight>61.50</weight><name>Amina</name><needs>water bed</needs><day>2026-05-01</day>"
    "<spot>-16.2102 -68.8511 3800 5</spot><story>She walked for a week.</story><photo/>"
    "<child><called>Sami</called><years>4</years></child>"
    "<child><called>Lea</called><years>7</years></child>"
)
ODD = GOOD.replace("<age>31</age>", "<age>131</age>").replace("<years>7<", "<years>seven<")


def uploaded(by=None):
    version = Form.upload(io.BytesIO(FORM.encode()), by=by)
    version.publish(by=by)
    return version


def record(inside: str, *, form: str = "road_talk", name: str = "1") -> bytes:
    return (
        f'<data id="{form}" version="1" xmlns:orx="http://openrosa.org/xforms">{inside}'
        f"<orx:meta><orx:instanceID>uuid:{name}</orx:instanceID></orx:meta></data>"
    ).encode()


def sent(version, inside: str = GOOD, *, office, by=None, name: str = "1") -> Submission:
    """As a telephone sends it, and the house lands it."""
    raw = record(inside, form=version.form.code, name=name)
    submission, _is_new = Submission.receive(version, raw, office=office, by=by)
    submission.process()
    return Submission.objects.get(pk=submission.pk)

import json, time
from datetime import timedelta
import pytest
from amparo.foundation.core.clock import now
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.models import *
from amparo.pillars.training.models import TrainingSession, SigningKey, StatusList
from amparo.pillars.training import open_badges as ob, certificates_pdf
from amparo.public.certificates import kept_list
pytestmark = pytest.mark.django_db

def test_dump(event, enrol, organizer, settings, run_jobs):
    settings.AMPARO_BASE_URL = "https://amparo.example.org"
    v = event.version
    v.validity_months = 24; v.save()
    texts = {"title": {"en": "Identifying victims of trafficking", "es": "Identificar a víctimas de trata en la frontera", "ar": "التعرّف على ضحايا الاتجار بالأشخاص", "fr":"Identifier les victimes de la traite"}}
    for part, words in texts.items(): v._say(part, words)
    P = Standing(96, 88, ())
    names = [("José Núñez-Muñoz","es"),("María de los Ángeles Fernández de Córdoba y Ruiz de Arana de la Santísima Trinidad","es"),("فاطمة الزهراء بنت عبد الرحمن","ar"),("Ігор Шевченко","en"),("Γιώργος Παπαδόπουλος","fr"),("Nguyễn Thị Ánh Tuyết","en"),("Kofi N’Guessan","ar")]
    cs=[]
    for n,l in names:
        e=enrol(event, n, email="ana@example.org" if n.startswith("J") else "")
        cs.append(Certificate.issue(e, by=organizer, standing=P, language=l))
    t=time.process_time()
    pdf=certificates_pdf.certificates_pdf(cs)
    print("pdf", len(pdf), time.process_time()-t)
    open("/tmp/ob/all.pdf","wb").write(pdf)
    a,b,c=cs[:3]
    out={"words":[x.word for x in cs],"names":[n for n,_ in names],"url":certificates_pdf.check_url(a)}
    print("url length", [len(certificates_pdf.check_url(x)) for x in cs])
    out["jwt_a"]=ob.badge_jwt(a); out["json_a"]=ob.badge_json(a)
    out["jwt_b"]=ob.badge_jwt(b); out["json_b"]=ob.badge_json(b)
    b.withdraw(by=organizer, reason="mistake")
    c.reissue(by=organizer, name="فاطمة الزهراء")
    old=SigningKey.current(); 
    SigningKey.rotate(by=None)
    out["jwt_after"]=ob.badge_jwt(a); out["json_after"]=ob.badge_json(a)
    out["did"]=ob.issuer_document()
    sl=StatusList.objects.get()
    print("jobs", run_jobs())
    sl.refresh_from_db(); assert sl.signed_at
    out["list_jwt"],out["list_json"]=sl.as_jwt, json.loads(sl.as_json)
    out["kept"]=kept_list()
    json.dump(out, open("/tmp/ob/out.json","w"), ensure_ascii=False, indent=1)
    import unicodedata
    from amparo.pillars.training import holder_names as h
    vec=[n for n,_ in names]+["ÅŞĞİı ßøłđðæœþħŧς","ﷲ ﻻ ١٢٣ ۴۵۶ ४५","ǅ ﬁ Ⅷ ２３ 𝟕","O'Neil–Smith, Jr.","ΟΔΥΣΣΕΥΣ","أإآٱىئيةۀهکكءـ","İstanbul","Ẑ̃a"]
    json.dump([[x,h.normalize(x)] for x in vec], open("/tmp/ob/vec.json","w"))

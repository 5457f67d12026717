"""The forms of the demo: the standard ones, some of them in use."""

from amparo.foundation.core import clock
from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.models import Form, PublicForm
from amparo_demo.world import World

IN_USE = ("f02_rapid_screening", "f13_follow_up", "f29_washington_group", "f32_satisfaction")
# How people were received: asked on a paper by the door, with its address.
IN_PUBLIC = "f32_satisfaction"


def fill(world: World) -> None:
    officer = world.users["data"]
    with clock.at(world.at(-200)):
        for version in standard_forms.add_standard_forms(by=officer):
            if version.form.code in IN_USE:
                version.publish(by=officer)
        PublicForm.begin(Form.objects.get(code=IN_PUBLIC), by=officer)

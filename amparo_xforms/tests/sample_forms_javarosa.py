"""Forms that ask of an engine what field teams ask of it: to be held against real phones."""

RELEVANCE = """
type | name | label | relevant | required | constraint | calculation
text | name | Name | | yes | |
integer | age | Age | | yes | . >= 0 and . < 120 |
select_multiple need | needs | Needs | ${age} > 12 or ${name} = '' | | count-selected(.) < 3 |
begin_group | minor | Minor | ${age} < 18 and ${age} != '' | | |
text | guardian | Guardian | | ${age} < 12 | string-length(.) > 2 |
select_one yn | alone | Alone | ${guardian} = '' | yes | |
begin_group | deep | Deep | selected(${alone}, 'yes') | | |
text | since | Since | not(selected(${needs}, 'food')) | | |
integer | nights | Nights | | | . <= ${age} * 2 |
end_group | | | | | |
end_group | | | | | |
note | seen | Seen | ${since} != '' or ${nights} > 3 | | |
text | last | Last | ${seen} = '' and ${nights} >= 1 | | |
calculate | told | | ${last} = '' | | | if(${nights} > 3, 'long', coalesce(${since}, 'none'))
calculate | echo | | | | | concat(${told}, '-', ${guardian}, '-', ${age} + 1)
calculate | both | | | | | ${age} > 10 and ${nights} > 1
"""
YES_NO = """
list_name | name | label
yn | yes | Yes
yn | no | No
need | food | Food
need | bed | Bed
need | law | Law
"""
REPEATS = """
type | name | label | relevant | required | constraint | calculation
integer | limit | Limit | | | |
begin_repeat | child | Child | | | |
text | cname | Name | | yes | |
integer | cage | Age | | | . <= ${limit} or position(..) = 1 |
calculate | pos | | | | | position(..)
calculate | before | | ${pos} > 1 | | | indexed-repeat(${cage}, ${child}, position(..) - 1)
text | school | School | ${cage} > 5 | | |
begin_repeat | stay | Stay | | | |
integer | nights | Nights | ${cage} > 2 | | . < 50 |
calculate | code | | | | | concat(${cname}, '/', position(../..), '.', position(..))
end_repeat | | | | | |
calculate | slept | | | | | sum(${nights})
calculate | share | | | | | round(${slept} div ${limit}, 2)
calculate | older | | | | | count(../../child[cage > current()/../cage])
end_repeat | | | | | |
calculate | total | | | | | sum(${cage})
calculate | many | | | | | count(${child})
calculate | named | | | | | count-non-empty(${cname})
calculate | oldest | | | | | max(${cage})
calculate | youngest | | | | | min(${cage})
calculate | list | | | | | join(', ', ${cname})
calculate | second | | | | | indexed-repeat(${cname}, ${child}, 2)
calculate | adults | | | | | count(${child}[./cage >= 18])
calculate | nights_all | | | | | sum(${nights})
calculate | big | | ${many} > 2 | | | ${total} div ${many}
"""
CHOICES = """
type | name | label | relevant | required | constraint | calculation | choice_filter
select_one state | state | State | | yes | | |
select_one town | town | Town | ${state} != '' | | . != ${state} | | state = ${state}
select_multiple place | places | Places | | | selected(., 'p1') | | town = ${town} or kind = 'any'
select_one_from_file posts.csv | post | Post | | | | | region = ${state}
calculate | town_name | | | | | jr:choice-name(${town}, '${town}') |
calculate | first | | | | | selected-at(${places}, 0) |
calculate | beds | | | | | instance('posts')/root/item[name = ${post}]/beds |
calculate | room | | ${beds} > 3 | | | ${beds} - 1 |
calculate | of_town | | | | | count(instance('place')/root/item[town = ${town}]) |
calculate | where | | | | | instance('place')/root/item[name = ${first}]/kind |
begin_repeat | leg | Leg | | | | |
select_one state | from | From | | | | |
select_one town | to | To | | | | | state = ${from} and name != ${town}
calculate | label | | | | | jr:choice-name(${to}, '${to}') |
end_repeat | | | | | | |
"""
LISTS = """
list_name | name | label | state | town | kind
state | s1 | North | | |
state | s2 | South | | |
town | t1 | Upper | s1 | |
town | t2 | Lower | s1 | |
town | t3 | Far | s2 | |
place | p1 | Church | | t1 | roof
place | p2 | School | | t2 | any
place | p3 | Camp | | t3 | roof
"""
POSTS = b"name,label,region,beds\nx1,One,s1,4\nx2,Two,s2,2\nx3,Three,s1,\n"
NUMBERS = """
type | name | label | relevant | required | constraint | calculation
date | born | Born | | | . < date('2020-01-01') |
date | came | Came | | | . >= ${born} |
dateTime | met | Met | | | |
decimal | money | Money | | | . > 0.5 and . mod 2 < 1.5 |
integer | n | N | | | regex(string(.), '[0-9]{1,2}') |
text | phone | Phone | | | regex(., '(\\+[0-9]{1,3} )?[0-9 ]{4,9}') |
calculate | days | | | | | ${came} - ${born}
calculate | years | | ${born} != '' | | | int((date('2026-01-01') - ${born}) div 365.25)
calculate | day | | ${born} != '' | | | format-date(${born}, '%d/%m/%Y %n %e %b %a')
calculate | next | | ${born} != '' | | | date(${born} + 30)
calculate | later | | | | | ${came} > ${born}
calculate | hour | | | | | round(decimal-date-time(${met}), 4)
calculate | ratio | | | | | ${money} div ${n}
calculate | left | | | | | ${n} mod 7
calculate | near | | | | | round(${money} * 1.005, 1)
calculate | root | | | | | sqrt(${money}) + pow(${n}, 2) - abs(${money} - ${n})
calculate | kept | | | | | once(concat('k', ${n}))
calculate | part | | | | | substr(${phone}, 1, 3)
calculate | size | | | | | string-length(${phone})
calculate | which | | | | | if(${n} > 50, 'many', if(${n} > 10, 'some', 'few'))
calculate | sum3 | | | | | sum(${n}) + number(${money})
calculate | seal | | | | | digest(${phone}, 'SHA-256', 'hex')
calculate | odd | | | | | translate(${phone}, '123 ', 'abc')
calculate | enough | | | | | checklist(1, 2, ${n} > 5, ${money} > 5, ${phone} != '')
"""
PLACES = """
type | name | label | relevant | required | constraint | calculation
geopoint | point | Point | | | |
geotrace | way | Way | | | |
geoshape | field | Field | | | |
calculate | size | | | | | area(${field})
calculate | far | | | | | distance(${way})
calculate | large | | ${size} > 1000000 | | | round(${size} div 10000, 1)
"""
FORMS = {
    "relevance": (RELEVANCE, YES_NO),
    "repeats": (REPEATS, ""),
    "choices": (CHOICES, LISTS),
    "numbers": (NUMBERS, ""),
    "places": (PLACES, ""),
}

-- One line a conversation, folded from the timeline in any order: only firsts, lasts, counts and what the newest entry says. Takes the place of answer_line.
drop table answer_line;
create table contact_line (
    tenant             text   not null,
    conversation       text   not null,
    person             text   not null,
    order_ref          text,
    entry_unit         text   not null,
    unit               text   not null,
    unit_sequence      bigint not null,
    language           text   not null,
    channel            text   not null,
    -- First word or wish of the consumer; null while there was none: no contact yet.
    offered_at         bigint,
    spoke_at           bigint,
    asked_at           bigint,
    asked_last         bigint,
    reply_at           bigint,
    person_reply_at    bigint,
    left_at            bigint,
    last_word_at       bigint,
    first_closed_at    bigint,
    last_closed_at     bigint,
    said               bigint not null,
    choices            bigint not null,
    transfers          bigint not null,
    satisfied          bigint,
    satisfied_sequence bigint not null,
    solved             bigint,
    solved_sequence    bigint not null,
    surveyed           bigint not null,
    recommend          bigint,
    simpler            bigint,
    agent_satisfied    bigint,
    agent_solved       bigint,
    -- What follows from the above, kept so that lists find it.
    picked             bigint not null,
    replied            bigint not null,
    abandoned          bigint not null,
    reopened           bigint not null,
    resolved           bigint not null,
    repeated           bigint not null,
    primary key (tenant, conversation)
);
create index contact_line_offered on contact_line (tenant, offered_at, conversation);
create index contact_line_unit    on contact_line (tenant, unit, offered_at, conversation);
create index contact_line_person  on contact_line (tenant, person, offered_at);
-- What is rare is found by its own entries, not by walking a period.
create index contact_line_missed      on contact_line (tenant, offered_at, conversation) where picked = 0;
create index contact_line_unanswered  on contact_line (tenant, offered_at, conversation) where replied = 0;
create index contact_line_abandoned   on contact_line (tenant, offered_at, conversation) where abandoned = 1;
create index contact_line_reopened    on contact_line (tenant, offered_at, conversation) where reopened = 1;
create index contact_line_repeated    on contact_line (tenant, offered_at, conversation) where repeated = 1;
create index contact_line_transferred on contact_line (tenant, offered_at, conversation) where transfers > 0;
create index contact_line_rated       on contact_line (tenant, offered_at, conversation) where satisfied is not null;
create index contact_line_judged      on contact_line (tenant, offered_at, conversation) where solved is not null;
create index contact_line_recommend   on contact_line (tenant, offered_at, conversation) where recommend is not null;
create index contact_line_simpler     on contact_line (tenant, offered_at, conversation) where simpler is not null;
create index contact_line_recorded    on contact_line (tenant, offered_at, conversation) where agent_satisfied is not null or agent_solved is not null;

-- One line a case, folded the same way.
create table case_line (
    tenant          text   not null,
    case_ref        text   not null,
    person          text,
    unit            text   not null,
    unit_at         bigint not null,
    kind            text,
    number          bigint,
    opened_at       bigint,
    first_closed_at bigint,
    last_closed_at  bigint,
    last_opened_at  bigint,
    transfers       bigint not null,
    kept            bigint not null,
    broken          bigint not null,
    primary key (tenant, case_ref)
);
create index case_line_opened on case_line (tenant, opened_at, case_ref);
create index case_line_unit   on case_line (tenant, unit, opened_at, case_ref);

-- One line a clock of a standard that has ended or was missed: a conversation's or a case's.
create table standard_line (
    tenant       text   not null,
    clock        text   not null,
    at           bigint not null,
    unit         text   not null,
    measure      text   not null,
    met          bigint not null,
    conversation text,
    case_ref     text,
    primary key (tenant, clock)
);
create index standard_line_at on standard_line (tenant, at, clock);

-- One line an order that was placed.
create table order_line (
    tenant    text   not null,
    order_ref text   not null,
    at        bigint not null,
    unit      text   not null,
    primary key (tenant, order_ref)
);

-- Sums of the lines by half hours and by UTC days of business time. '*' stands for all entrances or all languages, so that each common question reads few rows, which lie side by side.
create table report_slot (
    tenant   text   not null,
    grain    bigint not null check (grain in (30, 1440)),
    entrance text   not null,
    language text   not null,
    slot     bigint not null,
    unit     text   not null,
    offered bigint not null default 0,
    picked bigint not null default 0,
    replied bigint not null default 0,
    asked bigint not null default 0,
    got bigint not null default 0,
    abandoned bigint not null default 0,
    by_bot bigint not null default 0,
    closed bigint not null default 0,
    reopened bigint not null default 0,
    resolved bigint not null default 0,
    repeated bigint not null default 0,
    transferred bigint not null default 0,
    transfers bigint not null default 0,
    said bigint not null default 0,
    choices bigint not null default 0,
    reply_seconds bigint not null default 0,
    reply_count bigint not null default 0,
    person_reply_seconds bigint not null default 0,
    person_reply_count bigint not null default 0,
    resolution_seconds bigint not null default 0,
    resolution_count bigint not null default 0,
    rated bigint not null default 0,
    satisfied bigint not null default 0,
    satisfied_sum bigint not null default 0,
    judged bigint not null default 0,
    solved bigint not null default 0,
    surveyed bigint not null default 0,
    recommended bigint not null default 0,
    promoters bigint not null default 0,
    detractors bigint not null default 0,
    compared bigint not null default 0,
    simpler_sum bigint not null default 0,
    recorded bigint not null default 0,
    recorded_satisfied bigint not null default 0,
    orders bigint not null default 0,
    standards_met bigint not null default 0,
    standards_broken bigint not null default 0,
    promises_met bigint not null default 0,
    promises_broken bigint not null default 0,
    cases bigint not null default 0,
    cases_closed bigint not null default 0,
    cases_reopened bigint not null default 0,
    case_transfers bigint not null default 0,
    case_seconds bigint not null default 0,
    case_seconds_count bigint not null default 0,
    case_promises_kept bigint not null default 0,
    case_promises_broken bigint not null default 0,
    reply_0 bigint not null default 0,
    reply_1 bigint not null default 0,
    reply_2 bigint not null default 0,
    reply_3 bigint not null default 0,
    reply_4 bigint not null default 0,
    reply_5 bigint not null default 0,
    reply_6 bigint not null default 0,
    reply_7 bigint not null default 0,
    person_reply_0 bigint not null default 0,
    person_reply_1 bigint not null default 0,
    person_reply_2 bigint not null default 0,
    person_reply_3 bigint not null default 0,
    person_reply_4 bigint not null default 0,
    person_reply_5 bigint not null default 0,
    person_reply_6 bigint not null default 0,
    person_reply_7 bigint not null default 0,
    resolution_0 bigint not null default 0,
    resolution_1 bigint not null default 0,
    resolution_2 bigint not null default 0,
    resolution_3 bigint not null default 0,
    resolution_4 bigint not null default 0,
    resolution_5 bigint not null default 0,
    resolution_6 bigint not null default 0,
    resolution_7 bigint not null default 0,
    primary key (tenant, grain, entrance, language, slot, unit)
)
--#sqlite
without rowid
--#end
;

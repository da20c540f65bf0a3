-- What is done about an incident: from the call to the proof. Times are UTC microseconds of business time.
create table incident_response (
    tenant text not null,
    incident text not null check (length(incident) <= 100),
    stage text check (length(stage) <= 100),
    cause text check (length(cause) <= 100),
    node text not null check (length(node) <= 4000),
    onset bigint not null,
    opened_at bigint not null,
    called_at bigint,
    acknowledged_at bigint,
    fixed_at bigint,
    quiet_at bigint,
    closed_at bigint,
    closed_by text check (length(closed_by) <= 100),
    closed_name text check (length(closed_name) <= 200),
    closing text check (length(closing) <= 1000),
    merged_into text check (length(merged_into) <= 100),
    false_alarm bigint not null default 0,
    reopened bigint not null default 0,
    volume_now bigint,
    volume_expected double precision,
    -- How far voices and orders were looked through.
    voice_position bigint not null default -1,
    order_at bigint not null,
    order_id text not null default '',
    orders_done bigint not null default 0,
    strangers bigint not null default 0,
    primary key (tenant, incident)
);
create index incident_response_open on incident_response (tenant, incident) where closed_at is null and merged_into is null;
create index incident_response_opened on incident_response (tenant, opened_at);

-- Whom an incident touched, once a person: those who spoke, and those who have an order there and did not.
create table incident_affected (
    tenant text not null,
    incident text not null,
    person text not null check (length(person) <= 100),
    found_at bigint not null,
    first_voice_at bigint,
    voices bigint not null default 0,
    order_ref text check (length(order_ref) <= 100),
    told_at bigint,
    right_at bigint,
    right_by text check (right_by in ('gesture', 'remedy', 'needs-nothing')),
    amount bigint,
    currency text,
    excuse text check (length(excuse) <= 500),
    left_out text check (left_out in ('erased', 'same-person', 'unknown')),
    primary key (tenant, incident, person)
);
create index incident_affected_person on incident_affected (tenant, person);

-- What was said to them, and what was given with it. The words are the staff's.
create table incident_message (
    tenant text not null,
    id text not null check (length(id) <= 100),
    incident text not null,
    whom text not null check (whom in ('all', 'spoke', 'silent')),
    chinese text not null check (length(chinese) <= 2000),
    english text not null check (length(english) <= 2000),
    fund text check (length(fund) <= 100),
    amount bigint,
    currency text,
    needs_nothing text check (length(needs_nothing) <= 500),
    by_kind text not null,
    by_id text not null check (length(by_id) <= 100),
    by_name text not null check (length(by_name) <= 200),
    grade bigint not null,
    at bigint not null,
    primary key (tenant, id)
);
create index incident_message_of on incident_message (tenant, incident, at);

-- One row a message and person: pending until it was told, and what was given with it, in the transaction that told it.
create table incident_delivery (
    tenant text not null,
    message text not null,
    incident text not null,
    person text not null,
    state text not null check (state in ('pending', 'told', 'left-out', 'refused')),
    why text check (length(why) <= 100),
    conversation text check (length(conversation) <= 100),
    remedy text check (length(remedy) <= 100),
    at bigint not null,
    primary key (tenant, message, person)
);
create index incident_delivery_pending on incident_delivery (tenant, at) where state = 'pending';
create index incident_delivery_person on incident_delivery (tenant, incident, person);

-- Improvement projects. Baseline and effect are kept as they were taken.
create table improvement (
    tenant text not null,
    id text not null check (length(id) <= 100),
    headline text not null check (length(headline) <= 200),
    aim text not null check (length(aim) <= 4000),
    unit text check (length(unit) <= 100),
    campaign text check (length(campaign) <= 100),
    stage text check (length(stage) <= 100),
    cause text check (length(cause) <= 100),
    node text not null check (length(node) <= 4000),
    incident text check (length(incident) <= 100),
    obstacle text check (length(obstacle) <= 100),
    window_days bigint not null check (window_days between 1 and 90),
    proposer text not null check (length(proposer) <= 100),
    proposer_name text not null check (length(proposer_name) <= 200),
    owner text check (length(owner) <= 100),
    owner_name text check (length(owner_name) <= 200),
    state text not null check (state in ('proposed', 'accepted', 'in-progress', 'shipped', 'measured', 'closed')),
    proposed_at bigint not null,
    accepted_at bigint,
    shipped_at bigint,
    measured_at bigint,
    closed_at bigint,
    measure_due bigint,
    baseline text check (length(baseline) <= 20000),
    effect text check (length(effect) <= 20000),
    verdict text,
    version bigint not null default 1,
    primary key (tenant, id)
);
create index improvement_proposed on improvement (tenant, proposed_at, id);
create index improvement_due on improvement (tenant, measure_due) where state = 'shipped';
create index improvement_incident on improvement (tenant, incident) where incident is not null;

-- Steps of a project, and what people say of it in the customers' name. Only ever added to.
create table improvement_step (
    tenant text not null,
    improvement text not null,
    number bigint not null,
    state text not null,
    by_id text,
    by_name text,
    remark text check (length(remark) <= 2000),
    at bigint not null,
    told_at bigint not null,
    primary key (tenant, improvement, number)
);
create table improvement_statement (
    tenant text not null,
    id text not null check (length(id) <= 100),
    improvement text not null,
    author text not null,
    author_name text not null,
    statement text not null check (length(statement) <= 4000),
    voices text not null check (length(voices) <= 4000),
    conversations text not null check (length(conversations) <= 4000),
    at bigint not null,
    primary key (tenant, id)
);
create index improvement_statement_of on improvement_statement (tenant, improvement, at);

-- What anybody of the staff came across.
create table obstacle (
    tenant text not null,
    id text not null check (length(id) <= 100),
    kind text not null check (kind in ('obstacle', 'voice')),
    title text not null check (length(title) <= 200),
    text text check (length(text) <= 4000),
    stage text check (length(stage) <= 100),
    cause text check (length(cause) <= 100),
    node text not null check (length(node) <= 4000),
    conversation text check (length(conversation) <= 100),
    filer text not null check (length(filer) <= 100),
    filer_name text not null check (length(filer_name) <= 200),
    state text not null check (state in ('filed', 'taken', 'answered')),
    filed_at bigint not null,
    taken_by text check (length(taken_by) <= 100),
    taken_name text check (length(taken_name) <= 200),
    taken_at bigint,
    answered_by text check (length(answered_by) <= 100),
    answered_name text check (length(answered_name) <= 200),
    answered_at bigint,
    answer text check (length(answer) <= 4000),
    project text check (length(project) <= 100),
    seen_at bigint,
    primary key (tenant, id)
);
create index obstacle_filed on obstacle (tenant, filed_at, id);
create index obstacle_filer on obstacle (tenant, filer, filed_at, id);
create index obstacle_conversation on obstacle (tenant, conversation) where conversation is not null;

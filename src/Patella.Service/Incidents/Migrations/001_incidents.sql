-- Where the watch stands in the labelled stream, and from where a new life begins.
create table incident_watch (
    tenant text not null primary key,
    position bigint not null default -1,
    minute bigint not null default -1,
    snapshot_key text check (length(snapshot_key) <= 200),
    snapshot_position bigint not null default -1
);

-- An incident as of the position above. What is asked for has a column; the body is the whole.
create table incident (
    tenant text not null,
    number bigint not null,
    state text not null check (state in ('open', 'closed', 'merged')),
    kind text not null check (kind in ('obstacle', 'anomaly', 'coordination', 'opportunity')),
    onset bigint not null,
    raised_at bigint not null,
    -- Position of the entry of the stream that raised it.
    position bigint not null,
    verdict bigint check (verdict in (0, 1)),
    body text not null check (length(body) <= 1000000),
    primary key (tenant, number)
);
create index incident_raised on incident (tenant, raised_at, number);

-- Who looks after an incident; none: the experience group.
create table incident_owner (
    tenant text not null,
    number bigint not null,
    staff text check (length(staff) <= 100),
    name text check (length(name) <= 200),
    unit text check (length(unit) <= 100),
    by_id text not null check (length(by_id) <= 100),
    at bigint not null,
    primary key (tenant, number)
);

-- What no alert told, told by people.
create table incident_miss (
    tenant text not null,
    id text not null check (length(id) <= 100),
    title text not null check (length(title) <= 200),
    onset bigint not null,
    seen_at bigint not null,
    stage text check (length(stage) <= 100),
    reason text check (length(reason) <= 100),
    node text not null check (length(node) <= 4000),
    note text not null check (length(note) <= 2000),
    by_id text not null check (length(by_id) <= 100),
    at bigint not null,
    primary key (tenant, id)
);
create index incident_miss_seen on incident_miss (tenant, seen_at, id);

-- What changed in the marketplace: a launch, a price, a campaign, a carrier.
create table incident_change (
    tenant text not null,
    id text not null check (length(id) <= 100),
    kind text not null check (kind in ('launch', 'price', 'campaign', 'carrier', 'other')),
    at bigint not null,
    title text not null check (length(title) <= 200),
    node text not null check (length(node) <= 4000),
    by_id text not null check (length(by_id) <= 100),
    made_at bigint not null,
    primary key (tenant, id)
);
create index incident_change_at on incident_change (tenant, at, id);

-- A rare status or kind together with a unit that has many cases, and the other way round: each is read by its own entries.
create index service_case_unit_status on service_case (tenant, unit, status, opened_at, id);
create index service_case_unit_kind   on service_case (tenant, unit, kind, opened_at, id);

-- Events of kinds we do not know, by what they speak of: an erasure must find them too.
create index order_event_unknown on order_event (tenant, subject) where entity is null;

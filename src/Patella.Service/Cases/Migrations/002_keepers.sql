-- The cases of one who leaves.
create index service_case_keeper on service_case (tenant, keeper) where is_open = 1 and keeper is not null;

-- Where business time stands: at machine time it was business time, and it runs rate times as fast. One row, in the store of the installation itself.
create table clock_anchor (
    tenant   text             not null primary key,
    version  bigint           not null,
    machine  bigint           not null,
    business bigint           not null,
    rate     double precision not null,
    stopped  bigint           not null
);

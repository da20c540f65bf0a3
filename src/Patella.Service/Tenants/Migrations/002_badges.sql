-- Badges that shops have earned, by the marketplace's id of the shop. Written by the capability that scores shops, read wherever a shop is shown.
create table merchant_badge (
    tenant   text   not null,
    merchant text   not null,
    badge    text   not null check (length(badge) between 1 and 40),
    since    bigint not null,
    primary key (tenant, merchant)
);

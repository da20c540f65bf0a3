-- How often nobody could say whether a mail was taken: it is sent again, under the same Message-ID, some times and not for ever.
alter table outgoing_mail add column doubts bigint not null default 0;

-- The decision of the policy an action was accepted by, the rule that staff read, by when a person decides, and the words of who did it against a refusal.
alter table service_action add column decision text;
alter table service_action add column rule text;
alter table service_action add column promised_at bigint;
alter table service_action add column override text;

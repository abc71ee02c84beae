-- What was asked for, by its name in a price list, so that it can be counted.

ALTER TABLE tasks ADD COLUMN operation TEXT NOT NULL DEFAULT '';
UPDATE tasks SET operation = CASE
    WHEN kind = 'change' THEN lower(json_extract(request, '$.verb'))
    WHEN kind = 'edit' AND json_extract(request, '$.retexture') THEN 'retexture'
    WHEN kind <> 'action' THEN kind
    WHEN json_extract(request, '$.custom_id') LIKE 'MJ::JOB::upsample%' THEN 'upscale'
    WHEN json_extract(request, '$.custom_id') LIKE 'MJ::JOB::%variation::%' THEN 'variation'
    WHEN json_extract(request, '$.custom_id') LIKE 'MJ::JOB::reroll::%' THEN 'reroll'
    WHEN json_extract(request, '$.custom_id') LIKE 'MJ::JOB::pan_%' THEN 'pan'
    WHEN json_extract(request, '$.custom_id') LIKE 'MJ::JOB::animate%' THEN 'video'
    WHEN json_extract(request, '$.custom_id') LIKE 'MJ::Outpaint::%' THEN 'zoom'
    ELSE kind END;

-- Quotas and usage are counted from this alone, without a look at the rows, which are large.
DROP INDEX tasks_spent;
CREATE INDEX tasks_spent ON tasks
    (guild_id, created_at, user_id, speed, reserved, charged, lost, status, operation, ended_at);

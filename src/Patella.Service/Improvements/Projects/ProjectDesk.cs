using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Improvements.Obstacles;
using Patella.Service.Incidents;
using Patella.Service.Tenants;
using Patella.Service.Voices;

namespace Patella.Service.Improvements.Projects;

/// <summary>Proposals by anybody of the staff, and their way to a measured effect.</summary>
internal sealed class ProjectDesk(IStore store, Measuring measuring, ProjectStory story, ProjectReading reading, StaffStore staff, TenantStore tenants, AuditTrail audit, BusinessTime business)
{
    private const int MostDimensions = 9;

    public async Task<Outcome<ImprovementDetail>> Propose(Caller caller, ProposalRequest request)
    {
        if (Check(request) is { Failed: true } wrong)
        {
            return wrong.Problem;
        }

        var problem = await store.Write(caller.Tenant, async Task<Problem?> (transaction) =>
        {
            var aim = request.Aim;
            if (request.Incident is { } incident)
            {
                if (await IncidentStandings.Find(transaction, incident) is not { } standing)
                {
                    return Problem.Invalid("/incident", "Must be an incident of yours.");
                }

                aim ??= new AimView(standing.Stage, standing.Reason, standing.Node);
            }

            if (request.Unit is { } unit && (await tenants.ListUnits(transaction)).All(known => known.Code != unit))
            {
                return Problem.Invalid("/unit", "Must be the code of a unit of this tenant.");
            }

            return aim is null ? Problem.Invalid("/aim", "Say which reason and node it is about, or from which incident it comes.") : await Add(transaction, caller, request, aim);
        });
        return problem is not null ? problem : await reading.Find(caller, request.Id!);
    }

    public async Task<Outcome<ImprovementDetail>> Step(Caller caller, string id, StepRequest request)
    {
        var check = new Validation().OneOf(request.To, "/to", [ProjectState.Accepted, ProjectState.InProgress, ProjectState.Shipped, ProjectState.Closed])
            .Text(request.Note, "/note", request.To == ProjectState.Closed ? 1 : 0, 2_000).Must(request.At is null || request.At <= business.GetUtcNow(), "/at", "Must not lie in the future.").Id(request.Owner, "/owner", required: false);
        if (check.Failed)
        {
            return check.Problem;
        }

        if (await store.Read(caller.Tenant, reader => ProjectRows.Find(reader, id)) is not { } before || !(ProjectReading.SeesAll(caller) || before.Proposer == caller.Id))
        {
            return Problem.NotFound("The project");
        }

        if (!ProjectRules.May(caller, before, request.To!))
        {
            return Problem.Forbidden();
        }

        var at = request.At is { } given ? Microseconds.From(given) : business.Now;
        var baseline = request.To == ProjectState.Accepted && before.State == ProjectState.Proposed ? await measuring.Period(caller.Tenant, before, ProjectRules.BaselineFirstDay(at, before.WindowDays)) : null;
        if (baseline is null && request.To == ProjectState.Accepted && before.State == ProjectState.Proposed)
        {
            return Problem.Refused("aim-too-wide", "Its voices cannot be counted day by day: name a reason, and one dimension at most.");
        }

        var problem = await store.Write(caller.Tenant, transaction => Take(transaction, caller, before, request, at, baseline));
        return problem is not null ? problem : await reading.Find(caller, id);
    }

    public async Task<Outcome<ImprovementDetail>> State(Caller caller, string id, StatementRequest request)
    {
        var (some, talks) = (request.Voices ?? [], request.Conversations ?? []);
        var check = new Validation().Id(request.Id, "/id").Text(request.Text, "/text", 1, 4_000).Must(some.Count <= 20 && some.All(Validation.IsId), "/voices", "At most 20 ids.").Must(talks.Count <= 20 && talks.All(Validation.IsId), "/conversations", "At most 20 ids.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var problem = await store.Write(caller.Tenant, async Task<Problem?> (transaction) =>
        {
            if (await ProjectRows.Find(transaction, id) is not { } row || !(ProjectReading.SeesAll(caller) || row.Proposer == caller.Id))
            {
                return Problem.NotFound("The project");
            }

            return await Say(transaction, caller, row, request.Id!, request.Text!, some, talks) ? null : Problem.Conflict("statement-taken", "There is another statement of this id.");
        });
        return problem is not null ? problem : await reading.Find(caller, id);
    }

    private static Validation Check(ProposalRequest request) => new Validation().Id(request.Id, "/id").Text(request.Title, "/title", 1, 200).Text(request.Text, "/text", 1, 4_000).Id(request.Unit, "/unit", required: false)
        .Id(request.Campaign, "/campaign", required: false).Id(request.Incident, "/incident", required: false).Id(request.Obstacle, "/obstacle", required: false)
        .Must(request.WindowDays is null or >= 1 and <= 90, "/windowDays", "Must be 1 to 90 days.").Text(request.Statement ?? "", "/statement", 0, 4_000)
        .Id(request.Aim?.Reason, "/aim/reason", required: false).Id(request.Aim?.Stage, "/aim/stage", required: false)
        .Must(request.Aim?.Node is null || (request.Aim.Node.Count <= MostDimensions && request.Aim.Node.All(one => VoiceDimensions.Names.Contains(one.Key) && one.Value is { Length: >= 1 and <= 200 })), "/aim/node", "Must be dimensions of voices with values of 1 to 200 characters.");

    private async Task<Problem?> Add(ITransaction transaction, Caller caller, ProposalRequest request, AimView aim)
    {
        var row = new ProjectRow
        {
            Id = request.Id!, Headline = request.Title!, Aim = request.Text!, Unit = request.Unit, Campaign = request.Campaign, Stage = aim.Stage, Cause = aim.Reason, Node = Json.Write(aim.Node ?? new Dictionary<string, string>()),
            Incident = request.Incident, Obstacle = request.Obstacle, WindowDays = request.WindowDays ?? 14, Proposer = caller.Id, ProposerName = caller.Name, ProposedAt = business.Now,
        };
        if (request.Obstacle is { } obstacle && (await ObstacleRows.Find(transaction, obstacle) is not { } taken || (taken.Project is { } other && other != row.Id)))
        {
            return Problem.Invalid("/obstacle", "Must be an obstacle that no project has taken up.");
        }

        if (await transaction.Execute(ProjectRows.Sql["Add"], row) == 0)
        {
            return (await ProjectRows.Find(transaction, row.Id))!.IsSame(row) ? null : Problem.Conflict("improvement-taken", "There is another project of this id.");
        }

        if (request.Obstacle is not null)
        {
            await transaction.Execute(ObstacleRows.Sql["Link"], new { id = request.Obstacle, project = row.Id });
        }

        await ProjectRows.AddStep(transaction, row, caller, null, row.ProposedAt, row.ProposedAt);
        await transaction.Append(story.Entry(ImprovementEvents.Proposed, row, caller, row.ProposedAt));
        if (request.Statement is { Length: > 0 } words)
        {
            await Say(transaction, caller, row, row.Id + ":0", words, [], []);
        }

        return null;
    }

    private async Task<Problem?> Take(ITransaction transaction, Caller caller, ProjectRow before, StepRequest request, long at, PeriodView? baseline)
    {
        var row = (await ProjectRows.Lock(transaction, before.Id))!;
        var next = ProjectRules.Step(row, request.To!, at);
        if (next.Problem is { } refused || ReferenceEquals(next.Value, row))
        {
            return next.Problem;
        }

        var stepped = baseline is null ? next.Value : next.Value with { Baseline = Json.Write(baseline) };
        if (request.To == ProjectState.Accepted)
        {
            var owner = await staff.Find(transaction, request.Owner ?? caller.Id);
            if (request.Owner is not null && owner is not { Active: true })
            {
                return Problem.Invalid("/owner", "Must be an active member of the staff.");
            }

            stepped = stepped with { Owner = owner?.Id, OwnerName = owner?.Name };
        }

        await ProjectRows.Save(transaction, stepped, caller, request.Note, at, business.Now);
        await transaction.Append(story.Entry(ImprovementEvents.Prefix + request.To, stepped, caller, at));
        await audit.Write(transaction, caller, "improvements." + request.To, "improvement:" + row.Id, new { from = row.State });
        return null;
    }

    // The same again changes nothing; other words under its id are refused.
    private async Task<bool> Say(ITransaction transaction, Caller caller, ProjectRow row, string id, string words, IReadOnlyList<string> some, IReadOnlyList<string> talks)
    {
        if (await transaction.Execute(ProjectRows.Sql["AddStatement"], new { Id = id, Improvement = row.Id, Author = caller.Id, AuthorName = caller.Name, Statement = words, Voices = Json.Write(some), Conversations = Json.Write(talks), At = business.Now }) == 1)
        {
            await transaction.Append(story.Entry(ImprovementEvents.Stated, row, caller, business.Now));
            return true;
        }

        return await transaction.One<string>(ProjectRows.Sql["FindStatement"], new { id }) == words;
    }
}

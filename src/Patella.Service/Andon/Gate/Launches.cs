using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Andon.Pulls;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Tenants;

namespace Patella.Service.Andon.Gate;

/// <summary>A registered launch as it is kept. Times are UTC microseconds of business time.</summary>
internal sealed record LaunchRow
{
    public const string Registered = "registered";
    public const string Launched = "launched";

    public string Id { get; init; } = "";

    /// <summary>Hash of what was registered: what makes the same id the same launch.</summary>
    public string Content { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Title { get; init; } = "";

    public string Node { get; init; } = "{}";

    public string? Unit { get; init; }

    public string? Owner { get; init; }

    public long? At { get; init; }

    public string State { get; init; } = Registered;

    public long RegisteredAt { get; init; }

    public string RegisteredBy { get; init; } = "";

    public long? PassedAt { get; init; }

    public string? PassedBy { get; init; }

    public IReadOnlyDictionary<string, string> Nodes => Json.Read<Dictionary<string, string>>(Node) ?? [];
}

/// <summary>
/// Release systems register what is about to change and ask to pass. Both hold the target, as a pull does, so that of a pull and a pass at the same
/// moment one is first, on either store and from whichever process. Only the server's clock counts.
/// </summary>
internal sealed class Launches(IStore store, StaffStore people, TenantStore tenants, PullStory story, ToldChanges changes, AuditTrail audit, BusinessTime business)
{
    private const int MostNode = 16;

    /// <summary>A pass at another time than was announced is a change of its own for whoever looks for causes.</summary>
    private const long SameMoment = 30 * 60 * Microseconds.PerSecond;

    public static Task<LaunchRow?> Find(IReader reader, string id) => reader.One<LaunchRow>(PullRows.Sql["FindLaunch"], new { id });

    /// <summary>Writes a launch down; the same again answers with what became of it. Pulls that stand on it already block it.</summary>
    public async Task<Outcome<LaunchRow>> Register(Caller caller, LaunchRequest request)
    {
        var check = new Validation().Must(request.Id is { Length: <= PullDesk.MostId } id && Validation.IsId(id), "/id", $"Must be 1 to {PullDesk.MostId} characters of letters, digits, '.', ':', '_' or '-'.")
            .OneOf(request.Kind, "/kind", [.. TargetKinds.All]).Text(request.Title, "/title", 1, 200).Id(request.Owner, "/owner", required: false).Id(request.Unit, "/unit", required: false)
            .Must(request.Node is null || (request.Node.Count <= MostNode && request.Node.All(pair => pair.Key.Length is > 0 and <= 64 && pair.Value is { Length: > 0 and <= 200 })), "/node", $"Must have at most {MostNode} dimensions with values of 1 to 200 characters.")
            .Must(request.At is null || request.At.Value.Year is >= 2000 and < 3000, "/at", "Must be a moment between the years 2000 and 3000.");
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, transaction => Register(transaction, caller, request));
    }

    /// <summary>Lets a launch out when nothing stands against it. Each time it is asked is answered by what stands then, whatever was answered before.</summary>
    public Task<Outcome<PassView>> Pass(Caller caller, string id) => store.Write(caller.Tenant, async Task<Outcome<PassView>> (transaction) =>
    {
        if (await Find(transaction, id) is not { } seen)
        {
            return Problem.NotFound("The launch");
        }

        await PullRows.HoldTarget(transaction, seen.Kind, id);
        var launch = (await Find(transaction, id))!;
        var live = await PullRows.LiveOf(transaction, launch.Kind, id);
        if (live.Count > 0)
        {
            await audit.Write(transaction, caller, "andon.pass-refused", "launch:" + id, new { pulls = live.Count });
            return GateStates.Blocks(live);
        }

        if (launch.State == LaunchRow.Launched)
        {
            return new PassView(id, Microseconds.ToTime(launch.PassedAt!.Value));
        }

        return await LetOut(transaction, caller, launch);
    });

    private async Task<Outcome<LaunchRow>> Register(ITransaction transaction, Caller caller, LaunchRequest request)
    {
        await PullRows.HoldTarget(transaction, request.Kind!, request.Id!);
        var node = new SortedDictionary<string, string>(request.Node?.ToDictionary() ?? [], StringComparer.Ordinal);
        var row = new LaunchRow
        {
            Id = request.Id!, Content = PullDesk.Hash(request.Kind, request.Title, node, request.At?.UtcDateTime, request.Unit, request.Owner), Kind = request.Kind!, Title = request.Title!, Node = Json.Write(node), Unit = request.Unit,
            Owner = request.Owner, At = request.At is { } at ? Microseconds.From(at) : null, RegisteredAt = business.Now, RegisteredBy = caller.Id,
        };
        if (await Find(transaction, row.Id) is { } there)
        {
            return there.Content == row.Content ? there : Problem.Conflict("launch-taken", "There is another launch of this id.");
        }

        if (row.Unit is not null && (await tenants.ListUnits(transaction)).All(unit => unit.Code != row.Unit))
        {
            return Problem.Invalid("/unit", "There is no such unit.");
        }

        if (row.Owner is not null && await people.Find(transaction, row.Owner) is not { Active: true, Merchant: null })
        {
            return Problem.Invalid("/owner", "This is nobody who works here.");
        }

        if (await transaction.Execute(PullRows.Sql["AddLaunch"], row) == 0)
        {
            return Problem.Conflict("launch-taken", "There is another launch of this id.");
        }

        var told = await changes.Tell(transaction, caller, ChangeOf(row, "launch:" + row.Id, row.At ?? row.RegisteredAt));
        if (told.Problem is { } problem)
        {
            throw new RefusalException(problem);
        }

        await audit.Write(transaction, caller, "andon.launch-registered", "launch:" + row.Id, new { row.Kind });
        await story.TellLaunch(transaction, row, PullEvents.Registered, PartyOf(caller), caller.Id);
        if ((await PullRows.LiveOf(transaction, row.Kind, row.Id)).Count > 0)
        {
            await story.TellLaunch(transaction, row, PullEvents.Blocked, PartyOf(caller), caller.Id);
        }

        return row;
    }

    private async Task<Outcome<PassView>> LetOut(ITransaction transaction, Caller caller, LaunchRow launch)
    {
        var now = business.Now;
        await transaction.Execute(PullRows.Sql["Pass"], new { launch.Id, at = now, by = caller.Id });
        if (Math.Abs(now - (launch.At ?? launch.RegisteredAt)) > SameMoment)
        {
            await changes.Tell(transaction, caller, ChangeOf(launch, $"launch:{launch.Id}:passed", now));
        }

        await audit.Write(transaction, caller, "andon.launch-passed", "launch:" + launch.Id, new { launch.Kind });
        await story.TellLaunch(transaction, launch with { State = LaunchRow.Launched, PassedAt = now }, PullEvents.Passed, PartyOf(caller), caller.Id);
        return new PassView(launch.Id, Microseconds.ToTime(now));
    }

    private static ToldChange ChangeOf(LaunchRow launch, string id, long at)
        => new(id, launch.Kind switch { TargetKinds.Launch or TargetKinds.Version => "launch", TargetKinds.Campaign or TargetKinds.Coupon => "campaign", _ => "other" }, Microseconds.ToTime(at), launch.Title, launch.Nodes);

    private static string PartyOf(Caller caller) => caller.Kind == CallerKind.Staff ? "staff" : "program";
}

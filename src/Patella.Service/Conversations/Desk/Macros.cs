using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations.Desk;

/// <summary>One thing that a macro does.</summary>
/// <param name="Do">One of topic, tag, untag, note, snooze, transfer, close.</param>
/// <param name="Value">The topic, the tag's id, the note's words, the unit's code; for snooze one of the presets, or none with minutes.</param>
/// <param name="Minutes">How long to put it away, 1 to 527,040.</param>
public sealed record MacroAction(string? Do, string? Value = null, int? Minutes = null);

/// <summary>A reply with things to do, written once and used often.</summary>
/// <param name="Reply">Said to the consumer; may hold variables.</param>
public sealed record Macro(
    string Id, string Title, string? Reply, string? Language, string? Owner, string? Team, string? Unit, IReadOnlyList<MacroAction> Actions, long Uses) : IScopedReply;

/// <summary>POST /macros.</summary>
public sealed record MacroRequest(string? Id, string? Title, string? Reply, string? Language, string? Owner, string? Team, string? Unit, IReadOnlyList<MacroAction>? Actions);

/// <summary>Which macros there are, and what may stand in one.</summary>
internal sealed class Macros(IStore store, StaffStore people, AuditTrail audit, IIdentifiers identifiers)
{
    public const int ActionLimit = 10;
    public static readonly IReadOnlyList<string> Deeds = ["topic", "tag", "untag", "note", "snooze", "transfer", "close"];
    private const int LongestMinutes = 366 * 24 * 60;

    public static Validation Check(MacroRequest request, string at = "", Validation? into = null)
    {
        var check = (into ?? new Validation()).Id(request.Id, at + "/id", required: false).Text(request.Title, at + "/title", 1, 120)
            .Text(request.Reply, at + "/reply", 0, NewMessage.TextLimit).Text(request.Language, at + "/language", 0, 20)
            .Must(request.Actions is not { Count: > ActionLimit }, at + "/actions", $"At most {ActionLimit} things to do.")
            .Must(!string.IsNullOrWhiteSpace(request.Reply) || request.Actions is { Count: > 0 }, at + "/reply", "A macro says something, or does something, or both.");
        ReplyVariables.Check(request.Reply, at + "/reply", check);
        ReplyScopes.Check(request.Owner, request.Team, request.Unit, at, check);
        for (var index = 0; index < Math.Min(request.Actions?.Count ?? 0, ActionLimit); index++)
        {
            Check(request.Actions![index], $"{at}/actions/{index}", check);
        }

        var ends = (request.Actions ?? []).Count(action => action?.Do is "close" or "transfer");
        return check.Must(ends <= 1, at + "/actions", "A macro either closes or transfers, once.");
    }

    public static Macro ToMacro(MacroRequest request, IIdentifiers identifiers) => new(
        request.Id ?? identifiers.New(), request.Title!, string.IsNullOrWhiteSpace(request.Reply) ? null : request.Reply, request.Language, request.Owner, request.Team, request.Unit, request.Actions ?? [], 0);

    public static Task Save(ITransaction transaction, Macro macro)
        => transaction.Execute(DeskReading.Sql["SaveMacro"], new { macro.Id, macro.Title, macro.Reply, macro.Language, macro.Owner, macro.Team, macro.Unit, Actions = Json.Write(macro.Actions) });

    public static async Task<IReadOnlyList<Macro>> All(IReader reader) => (await reader.Many<MacroRow>(DeskReading.Sql["ListMacros"])).Select(row => row.Show()).ToList();

    /// <summary>A macro that this caller may use.</summary>
    public async Task<Macro?> Find(IReader reader, Caller caller, string id)
        => (await reader.One<MacroRow>(DeskReading.Sql["FindMacro"], new { id }))?.Show() is { } macro && (await ReplyScopes.Visible(reader, people, caller))(macro) ? macro : null;

    public async Task<Page<Macro>> List(Caller caller) => await store.Read(caller.Tenant, async reader =>
    {
        var visible = await ReplyScopes.Visible(reader, people, caller);
        return new Page<Macro>((await All(reader)).Where(macro => visible(macro)).ToList());
    });

    public async Task<Outcome<Macro>> Save(Caller caller, MacroRequest request)
    {
        var check = Check(request);
        if (check.Failed)
        {
            return check.Problem;
        }

        var macro = ToMacro(request, identifiers);
        return await store.Write(caller.Tenant, async Task<Outcome<Macro>> (transaction) =>
        {
            var before = (await transaction.One<MacroRow>(DeskReading.Sql["FindMacro"], new { id = macro.Id }))?.Show();
            if (!ReplyScopes.MayChange(caller, macro.Owner) || (before is not null && !ReplyScopes.MayChange(caller, before.Owner)))
            {
                return before?.Owner is null ? Problem.Forbidden() : Problem.NotFound("The macro");
            }

            await Save(transaction, macro);
            await audit.Write(transaction, caller, "conversations.macro-saved", "macro:" + macro.Id, new { macro.Owner, macro.Team, macro.Unit, actions = macro.Actions.Count });
            return macro with { Uses = before?.Uses ?? 0 };
        });
    }

    public async Task<Outcome<bool>> Delete(Caller caller, string id) => await store.Write(caller.Tenant, async Task<Outcome<bool>> (transaction) =>
    {
        if ((await transaction.One<MacroRow>(DeskReading.Sql["FindMacro"], new { id }))?.Show() is not { } macro || !ReplyScopes.MayChange(caller, macro.Owner))
        {
            return Problem.NotFound("The macro");
        }

        await transaction.Execute(DeskReading.Sql["DeleteMacro"], new { id });
        await audit.Write(transaction, caller, "conversations.macro-deleted", "macro:" + id);
        return true;
    });

    private static void Check(MacroAction? action, string at, Validation check)
    {
        check.Must(action?.Do is { } deed && Deeds.Contains(deed), at + "/do", $"Must be one of: {string.Join(", ", Deeds)}.");
        _ = action?.Do switch
        {
            "topic" => check.Text(action.Value, at + "/value", 1, 80),
            "tag" or "untag" or "transfer" => check.Id(action.Value, at + "/value"),
            "note" => ReplyVariables.Check(action.Value, at + "/value", check.Text(action.Value, at + "/value", 1, NewMessage.TextLimit)),
            "snooze" => check.Must(action.Minutes is null or (>= 1 and <= LongestMinutes), at + "/minutes", $"Must be 1 to {LongestMinutes}."),
            _ => check,
        };
    }

    private sealed class MacroRow
    {
        public string Id { get; init; } = "";

        public string Title { get; init; } = "";

        public string? Reply { get; init; }

        public string? Language { get; init; }

        public string? Owner { get; init; }

        public string? Team { get; init; }

        public string? Unit { get; init; }

        public string Actions { get; init; } = "[]";

        public long Uses { get; init; }

        public Macro Show() => new(Id, Title, Reply, Language, Owner, Team, Unit, Json.Read<List<MacroAction>>(Actions) ?? [], Uses);
    }
}

internal sealed class MacroSection(IIdentifiers identifiers) : ListSection<MacroRequest, Macro>
{
    public override string Name => "macros";

    public override async Task<object> Export(IReader reader) => await Macros.All(reader);

    protected override void Check(MacroRequest request, SettingsContext context, string at, Validation into)
        => Macros.Check(request, at, into).Must(request.Unit is null || context.UnitCodes.Contains(request.Unit), at + "/unit", "Must be the code of a unit.");

    protected override Macro ToValue(MacroRequest request) => Macros.ToMacro(request, identifiers);

    protected override Task SaveOne(ITransaction transaction, Macro value) => Macros.Save(transaction, value);
}

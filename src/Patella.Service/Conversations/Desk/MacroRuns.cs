using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations.Desk;

/// <summary>POST .../macro-previews.</summary>
public sealed record MacroPreviewRequest(string? Macro);

/// <summary>POST .../macro-runs: <paramref name="Text"/> is the reply as the agent leaves it, none for the macro's own.</summary>
public sealed record MacroRunRequest(string? ClientId, string? Macro, string? Text = null);

/// <summary>The values of the variables in one conversation; empty where there is none.</summary>
public sealed record ReplyValues(IReadOnlyDictionary<string, string> Values);

/// <summary>What a macro would say and do here, before it does.</summary>
/// <param name="Missing">Variables without a value here; their placeholders stand in the text.</param>
public sealed record MacroPreview(string Macro, string Title, string? Text, IReadOnlyList<string> Missing, IReadOnlyList<MacroEffect> Effects);

/// <summary>One thing a macro would do.</summary>
/// <param name="At">When it comes back, for snooze.</param>
/// <param name="Refusal">Why it cannot be done here; then nothing of the macro is done.</param>
public sealed record MacroEffect(string Do, string? Value, DateTimeOffset? At, string? Refusal);

/// <summary>Shows and runs macros. A run is one transaction: the reply is said and everything is done, or nothing is.</summary>
internal sealed class MacroRuns(IStore store, ConversationStore conversations, DeskSteps steps, DeskActions actions, Macros macros, TenantStore tenants, OrderMirror orders, OrderCards cards, BusinessTime clock)
{
    private const int DefaultSnoozeMinutes = 60;

    public async Task<Outcome<ReplyValues>> Values(Caller caller, string id)
        => await store.Read(caller.Tenant, async Task<Outcome<ReplyValues>> (reader) => await conversations.Find(reader, id) is { } row && ConversationDesk.MaySee(caller, row)
            ? new ReplyValues(await ReplyVariables.Of(reader, caller, row, tenants, orders, cards))
            : Problem.NotFound("The conversation"));

    public async Task<Outcome<MacroPreview>> Preview(Caller caller, string id, MacroPreviewRequest request)
    {
        var check = new Validation().Id(request.Macro, "/macro");
        return check.Failed ? check.Problem : await store.Read(caller.Tenant, async Task<Outcome<MacroPreview>> (reader) =>
        {
            if (await conversations.Find(reader, id) is not { } row || !ConversationDesk.MaySee(caller, row))
            {
                return Problem.NotFound("The conversation");
            }

            if (await macros.Find(reader, caller, request.Macro!) is not { } macro)
            {
                return Problem.Invalid("/macro", "There is no such macro.");
            }

            var values = await ReplyVariables.Of(reader, caller, row, tenants, orders, cards);
            var (text, missing) = macro.Reply is null ? ((string?)null, (IReadOnlyList<string>)[]) : ReplyVariables.Fill(macro.Reply, values);
            var zone = TenantHours.ZoneOf(await tenants.Profile(reader));
            var effects = new List<MacroEffect>();
            foreach (var action in macro.Actions)
            {
                effects.Add(new MacroEffect(
                    action.Do!, action.Do == "note" ? ReplyVariables.Fill(action.Value!, values).Text : action.Value, action.Do == "snooze" ? Until(action, zone) : null, (await Refusal(reader, caller, row, action))?.In(caller.Language)));
            }

            return new MacroPreview(macro.Id, macro.Title, text, missing, effects);
        });
    }

    public Task<Outcome<DeskFacts>> Run(Caller caller, string id, MacroRunRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId").Id(request.Macro, "/macro").Text(request.Text, "/text", 0, NewMessage.TextLimit)
            .Must(request.ClientId is not { Length: > 80 }, "/clientId", "Must be at most 80 characters long.");
        return steps.Run(caller, id, check, async (transaction, row) =>
        {
            var macro = await macros.Find(transaction, caller, request.Macro!) ?? throw new RefusedException(Problem.Invalid("/macro", "There is no such macro."));
            await actions.Step(transaction, id, DeskEvents.MacroRun, DeskActions.Of(caller), request.ClientId!, about: new Dictionary<string, string> { ["macro"] = macro.Id, ["title"] = macro.Title });
            var values = await ReplyVariables.Of(transaction, caller, row, tenants, orders, cards);
            await Say(transaction, caller, id, request, macro, values);
            for (var index = 0; index < macro.Actions.Count; index++)
            {
                await Do(transaction, caller, id, macro.Actions[index], $"{request.ClientId}:{index}", values);
            }

            await transaction.Execute(DeskReading.Sql["UseMacro"], new { id = macro.Id });
        });
    }

    private async Task Say(ITransaction transaction, Caller caller, string id, MacroRunRequest request, Macro macro, IReadOnlyDictionary<string, string> values)
    {
        var own = macro.Reply is null ? null : ReplyVariables.Fill(macro.Reply, values).Text;
        var text = string.IsNullOrWhiteSpace(request.Text) ? own : request.Text;
        if (text is null)
        {
            return;
        }

        if (ReplyVariables.FindPlaceholder(text) is { } placeholder)
        {
            throw new RefusedException(Problem.Refused("unfilled", $"{placeholder} has no value here. Write what belongs there, then send."));
        }

        var canned = text == own;
        DeskActions.Take(await conversations.AgentSays(transaction, id, DeskActions.Of(caller), caller.Has(Permission.Supervise),
            new NewMessage(request.ClientId + ":reply", text, new EntryContent { Canned = canned ? true : null, Useful = Usefulness.Of(text, canned, 0) })));
    }

    private async Task Do(ITransaction transaction, Caller caller, string id, MacroAction action, string clientId, IReadOnlyDictionary<string, string> values)
    {
        var row = (await conversations.Find(transaction, id))!;
        await (action.Do switch
        {
            "topic" => actions.Topic(transaction, caller, id, clientId, action.Value!),
            "tag" => actions.Tag(transaction, caller, id, clientId, [action.Value!], []),
            "untag" => actions.Tag(transaction, caller, id, clientId, [], [action.Value!]),
            "note" => actions.Step(transaction, id, DeskEvents.Note, DeskActions.Of(caller), clientId, ReplyVariables.Fill(action.Value!, values).Text),
            "snooze" => actions.Snooze(transaction, caller, id, clientId, Until(action, TenantHours.ZoneOf(await tenants.Profile(transaction))), onReply: true, null),
            "transfer" => actions.Transfer(transaction, caller, row, action.Value, null, "macro"),
            "close" => actions.Close(transaction, caller, row),
            _ => throw new RefusedException(Problem.Invalid("/macro", $"The macro wants to do '{action.Do}', which this version does not know.")),
        });
    }

    private DateTimeOffset Until(MacroAction action, TimeZoneInfo zone)
    {
        var now = Microseconds.ToTime(clock.Now);
        return TenantHours.Presets(now, zone).FirstOrDefault(preset => preset.Key == action.Value)?.At ?? now.AddMinutes(action.Minutes ?? DefaultSnoozeMinutes);
    }

    private async Task<ProblemText?> Refusal(IReader reader, Caller caller, ConversationRow row, MacroAction action)
    {
        var problem = action.Do switch
        {
            "tag" when (await TagList.All(reader)).All(tag => tag.Id != action.Value || tag.Archived) => Problem.Invalid("/add", $"There is no tag '{action.Value}'. Tags are made in the settings."),
            "transfer" when (await tenants.ListUnits(reader)).All(unit => unit.Code != action.Value) => Problem.Invalid("/unit", "Must be the code of a unit of this tenant."),
            "transfer" or "close" when !ConversationSteps.MayAct(caller, row) => ConversationSteps.NotYours(),
            _ => null,
        };
        return problem?.Errors is { Count: > 0 } errors ? errors[0].Detail : problem?.Detail;
    }
}

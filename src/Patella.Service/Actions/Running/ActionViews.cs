using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Previews;
using Patella.Service.Edge;
using Patella.Service.Policies;

namespace Patella.Service.Actions.Running;

/// <summary>Draws actions as a caller may see them.</summary>
internal sealed class ActionViews(MoneyLines lines)
{
    public async Task<ActionView> Of(IReader reader, ServiceAction action, Caller caller)
    {
        var (language, forStaff) = (caller.Language, caller.Kind != CallerKind.Consumer);
        return new ActionView(
            action.Id, action.Kind, ActionKinds.Find(action.Kind)?.Title(language) ?? action.Kind, action.OrderRef, action.Number, action.ReadArguments() is { } arguments ? ActionDesk.Shown(arguments, caller) : null,
            action.State, ActionWords.Texts.In(language, "run." + action.State), await lines.Of(reader, action.Moneys, language, action.EndedAt ?? action.AcceptedAt),
            new ActionAuthor(action.AuthorKind, forStaff || action.AuthorKind == "consumer" ? action.AuthorId : null), action.Code, DetailOf(action, language), action.CaseRef, action.Conversation, action.Reason,
            forStaff ? action.Authority : null, forStaff && action.ApprovedBy is { } second ? new ActionAuthor("staff", second) : null,
            Microseconds.ToTime(action.AcceptedAt), action.EndedAt is { } at ? Microseconds.ToTime(at) : null)
        {
            PromisedBy = action.State == ActionState.WaitingApproval && action.PromisedAt is { } promised ? Microseconds.ToTime(promised) : null,
            Rule = forStaff ? Json.Read<PolicyRule>(action.Rule) : null, Override = forStaff ? action.Override : null,
        };
    }

    /// <summary>Our own reasons in the caller's language; the marketplace's and people's as they wrote them.</summary>
    private static string? DetailOf(ServiceAction action, string language)
        => action.Code is { } code && ActionWords.Texts.Has("code." + code) ? ActionWords.Texts.In(language, "code." + code) : action.Detail;

    public async Task<IReadOnlyList<ActionView>> Of(IReader reader, IEnumerable<ServiceAction> actions, Caller caller)
    {
        var views = new List<ActionView>();
        foreach (var action in actions)
        {
            views.Add(await Of(reader, action, caller));
        }

        return views;
    }
}

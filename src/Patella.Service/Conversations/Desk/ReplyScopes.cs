using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>Whose a canned reply or macro is: one person's, a team's, a unit's, or everybody's when none of them is named.</summary>
public interface IScopedReply
{
    string? Owner { get; }

    string? Team { get; }

    string? Unit { get; }
}

/// <summary>Who sees and who changes what is written for reuse.</summary>
internal static class ReplyScopes
{
    public static Validation Check(string? owner, string? team, string? unit, string at, Validation into) => into
        .Id(owner, at + "/owner", required: false).Id(team, at + "/team", required: false).Id(unit, at + "/unit", required: false)
        .Must(new[] { owner, team, unit }.Count(one => one is not null) <= 1, at + "/owner", "Belongs to one person, one team or one unit, or to all when none is named.");

    /// <summary>What this caller may use: their own, their team's and units', everybody's; those who command see all but other people's own.</summary>
    public static async Task<Func<IScopedReply, bool>> Visible(IReader reader, StaffStore people, Caller caller)
    {
        var staff = caller.Kind == CallerKind.Staff ? await people.Find(reader, caller.Id) : null;
        var all = caller.Has(Permission.Supervise | Permission.Administer);
        return reply => reply.Owner is not null
            ? reply.Owner == caller.Id
            : all || (reply.Team is null && reply.Unit is null) || (reply.Team is not null && reply.Team == staff?.Team) || (reply.Unit is not null && staff?.Units.Contains(reply.Unit) == true);
    }

    /// <summary>One's own may be changed by oneself; what others use, by those who command or arrange.</summary>
    public static bool MayChange(Caller caller, string? owner) => owner is not null ? owner == caller.Id : caller.Has(Permission.Supervise | Permission.Administer);
}

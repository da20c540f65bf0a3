using Patella.Service.Access;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;

namespace Patella.Service.Actions.Authority;

/// <summary>What people of a grade may give alone by one kind of action. Beyond it a second person decides.</summary>
/// <param name="Grade">trainee, standard, senior; <c>api</c> for programs.</param>
/// <param name="MostPerCase">Minor units for one case, or for one order where there is no case.</param>
/// <param name="MostPerDay">Minor units in a UTC day of business time.</param>
public sealed record AuthorityLimit(string Grade, string Kind, string Currency, long MostPerCase, long MostPerDay);

/// <summary>What somebody has given alone already.</summary>
/// <param name="Today">In this UTC day.</param>
/// <param name="Together">In the same case, or on the same order where there is no case.</param>
internal sealed record AlreadyGiven(long Today = 0, long Together = 0);

/// <summary>Pure: whether somebody's own authority covers what an action gives.</summary>
internal static class AuthorityRules
{
    /// <summary>The grade of programs in the list.</summary>
    public const string Programs = "api";

    public static readonly IReadOnlyList<string> AllGrades = [.. Grades.All, Programs];

    /// <summary>Kinds that give by judgement.</summary>
    public static readonly IReadOnlyList<string> Kinds = [.. ActionKinds.All.Where(kind => kind.Discretionary).Select(kind => kind.Name)];

    public static string GradeOf(Caller caller) => caller.Kind == CallerKind.Program ? Programs : caller.Grade;

    /// <summary>not-needed, own or second. Who has no limit listed may give nothing alone.</summary>
    public static string Decide(ActionKind kind, string grade, string? currency, long value, IEnumerable<AuthorityLimit> limits, AlreadyGiven given)
    {
        if (!kind.Discretionary)
        {
            return AuthorityWord.NotNeeded;
        }

        var own = limits.FirstOrDefault(limit => limit.Grade == grade && limit.Kind == kind.Name && limit.Currency == currency);
        return own is not null && given.Together <= own.MostPerCase - value && given.Today <= own.MostPerDay - value ? AuthorityWord.Own : AuthorityWord.Second;
    }

    /// <summary>Who may be the second person: another one, who commands or could have given it alone.</summary>
    public static Problem? RefuseApprover(ServiceAction action, Caller caller, IEnumerable<AuthorityLimit> limits, AlreadyGiven given)
        => caller.Kind != CallerKind.Staff ? Problem.Refused("person-needed", "A person of the staff decides this, not a program.")
            : caller.Id == action.AuthorId ? Problem.Refused("own-action", "Nobody approves their own action: a second person decides.")
            : caller.Has(Permission.Supervise) || Decide(ActionKinds.Find(action.Kind)!, caller.Grade, action.Currency, action.Value, limits, given) == AuthorityWord.Own ? null
            : Problem.Refused("beyond-authority", "This is beyond your own authority too.");
}

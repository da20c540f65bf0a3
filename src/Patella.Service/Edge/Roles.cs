namespace Patella.Service.Edge;

/// <summary>Roles of staff and what they grant. Names are wire values, append only. Whoever employs somebody changes nothing here.</summary>
public static class Roles
{
    public const string Agent = "agent";
    public const string Supervisor = "supervisor";
    public const string Expert = "expert";
    public const string Merchant = "merchant";
    public const string Carrier = "carrier";
    public const string Executive = "executive";
    public const string Administrator = "administrator";
    public const string Adjudicator = "adjudicator";
    public const string RuleOwner = "rule-owner";
    public const string Legal = "legal";
    public const string Finance = "finance";
    public const string BusinessOwner = "business-owner";
    public const string Analyst = "analyst";
    public const string SystemOwner = "system-owner";

    /// <summary>New here: listens beside those who serve, and sees nothing else of consumers.</summary>
    public const string Newcomer = "newcomer";

    private static readonly Dictionary<string, Permission> Grants = new()
    {
        [Agent] = Permission.StaffMember | Permission.Serve | Permission.Reveal | Permission.PullCord | Permission.ListenIn,
        [Supervisor] = Permission.StaffMember | Permission.Serve | Permission.Supervise | Permission.Observe | Permission.Reveal | Permission.JoinPersons | Permission.ListenToVoices | Permission.PullCord,
        [Expert] = Permission.StaffMember | Permission.Serve | Permission.Observe | Permission.Reveal | Permission.ListenToVoices | Permission.JudgeVoices | Permission.AnswerCalls | Permission.PullCord | Permission.LiftCord,
        [Merchant] = Permission.StaffMember | Permission.RunShop,
        [Carrier] = Permission.StaffMember | Permission.CarryParcels,
        [Executive] = Permission.StaffMember | Permission.Observe | Permission.ListenToVoices | Permission.PullCord | Permission.ListenIn,
        [Administrator] = Permission.StaffMember | Permission.Administer | Permission.Supervise | Permission.Observe | Permission.ReadAudit | Permission.KeepPrivacy | Permission.JoinPersons | Permission.OwnRules | Permission.ListenToVoices | Permission.JudgeVoices | Permission.PullCord,
        [Adjudicator] = Permission.StaffMember | Permission.Serve | Permission.Observe | Permission.Adjudicate | Permission.Reveal | Permission.PullCord,
        [RuleOwner] = Permission.StaffMember | Permission.Observe | Permission.OwnRules | Permission.ListenToVoices | Permission.PullCord,
        [Legal] = Permission.StaffMember | Permission.Observe | Permission.ReadAudit | Permission.KeepPrivacy | Permission.SignRules | Permission.PullCord,
        [Finance] = Permission.StaffMember | Permission.Observe | Permission.KeepBooks | Permission.PullCord,
        [BusinessOwner] = Permission.StaffMember | Permission.Observe | Permission.OwnUnit | Permission.PullCord | Permission.ListenIn,
        [Analyst] = Permission.StaffMember | Permission.Observe | Permission.ListenToVoices | Permission.JudgeVoices | Permission.PullCord,
        [SystemOwner] = Permission.StaffMember | Permission.AnswerCalls | Permission.ListenToVoices | Permission.PullCord,
        [Newcomer] = Permission.StaffMember | Permission.ListenIn,
    };

    private static readonly Dictionary<string, Permission> Scopes = new()
    {
        ["events"] = Permission.SendEvents,
        ["imports"] = Permission.Import | Permission.SendEvents,
        ["read"] = Permission.Observe | Permission.ListenToVoices,
        ["wall"] = Permission.ShowWall,
        ["write"] = Permission.Serve | Permission.Supervise | Permission.Observe,
        ["launches"] = Permission.GuardLaunches,
        ["admin"] = Permission.Administer | Permission.Import | Permission.SendEvents | Permission.Observe | Permission.Supervise | Permission.ListenToVoices | Permission.JudgeVoices,
    };

    public static IReadOnlyCollection<string> All => Grants.Keys;

    public static IReadOnlyCollection<string> AllScopes => Scopes.Keys;

    public static Permission Of(IEnumerable<string> roles) => roles.Aggregate(Permission.None, (sum, role) => sum | Grants.GetValueOrDefault(role));

    public static Permission OfScopes(IEnumerable<string> scopes) => scopes.Aggregate(Permission.None, (sum, scope) => sum | Scopes.GetValueOrDefault(scope));
}

using Patella.Platform.Identifiers;

namespace Patella.Service.Edge;

/// <summary>What a caller may be. Wire and store values are the lower-case names; append only.</summary>
public enum CallerKind
{
    Anonymous = 0,
    Consumer = 1,
    Staff = 2,
    Program = 3,
}

/// <summary>A right that an endpoint asks for. Roles and API key scopes grant them; see <see cref="Roles"/>.</summary>
[Flags]
public enum Permission
{
    None = 0,

    /// <summary>One's own conversations and orders, as a consumer.</summary>
    Consume = 1,

    /// <summary>Take contacts, answer, see the people and orders of the case at hand.</summary>
    Serve = 2,

    /// <summary>The live board, all conversations, assigning and taking back.</summary>
    Supervise = 4,

    /// <summary>Settings of the tenant, keys, the audit trail.</summary>
    Administer = 8,

    /// <summary>Send events of orders, parcels, payments, products and people.</summary>
    SendEvents = 16,

    /// <summary>Load files of events and past conversations.</summary>
    Import = 32,

    /// <summary>Any signed-in member of staff: own profile, help, search within one's rights.</summary>
    StaffMember = 64,

    /// <summary>The shop's own orders and contacts.</summary>
    RunShop = 128,

    /// <summary>Read figures and boards without acting.</summary>
    Observe = 256,
}

/// <summary>Who is asking, from the credential alone. Everything a capability does is inside this tenant.</summary>
public sealed record Caller
{
    public required CallerKind Kind { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>Person id of a consumer, staff id, or API key id.</summary>
    public required string Id { get; init; }

    public string Name { get; init; } = "";

    public Permission Permissions { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>BCP 47.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Merchant whose people they are, when they are a merchant's.</summary>
    public string? Merchant { get; init; }

    /// <summary>True for a consumer who has not signed in.</summary>
    public bool IsVisitor { get; init; }

    /// <summary>Set when the credential came in a cookie: unsafe requests then need this value in X-CSRF-Token.</summary>
    public string? CsrfToken { get; init; }

    public bool Has(Permission permission) => (Permissions & permission) != 0;
}

/// <summary>Roles of staff and what they grant. Names are wire values, append only.</summary>
public static class Roles
{
    public const string Agent = "agent";
    public const string Supervisor = "supervisor";
    public const string Expert = "expert";
    public const string Merchant = "merchant";
    public const string Carrier = "carrier";
    public const string Executive = "executive";
    public const string Administrator = "administrator";

    private static readonly Dictionary<string, Permission> Grants = new()
    {
        [Agent] = Permission.StaffMember | Permission.Serve,
        [Supervisor] = Permission.StaffMember | Permission.Serve | Permission.Supervise | Permission.Observe,
        [Expert] = Permission.StaffMember | Permission.Serve | Permission.Observe,
        [Merchant] = Permission.StaffMember | Permission.RunShop,
        [Carrier] = Permission.StaffMember,
        [Executive] = Permission.StaffMember | Permission.Observe,
        [Administrator] = Permission.StaffMember | Permission.Administer | Permission.Supervise | Permission.Observe,
    };

    private static readonly Dictionary<string, Permission> Scopes = new()
    {
        ["events"] = Permission.SendEvents,
        ["imports"] = Permission.Import | Permission.SendEvents,
        ["read"] = Permission.Observe,
        ["write"] = Permission.Serve | Permission.Supervise | Permission.Observe,
        ["admin"] = Permission.Administer | Permission.Import | Permission.SendEvents | Permission.Observe | Permission.Supervise,
    };

    public static IReadOnlyCollection<string> All => Grants.Keys;

    public static IReadOnlyCollection<string> AllScopes => Scopes.Keys;

    public static Permission Of(IEnumerable<string> roles) => roles.Aggregate(Permission.None, (sum, role) => sum | Grants.GetValueOrDefault(role));

    public static Permission OfScopes(IEnumerable<string> scopes) => scopes.Aggregate(Permission.None, (sum, scope) => sum | Scopes.GetValueOrDefault(scope));
}

/// <summary>Finds who presents a token; the capability that keeps credentials implements it.</summary>
public interface ICallerDirectory
{
    /// <summary>The caller behind a bearer token of any kind, or null.</summary>
    Task<Caller?> FindByToken(string token);
}

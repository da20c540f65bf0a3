using Patella.Service.Tenants;

namespace Patella.Service.Systems.Registry;

/// <summary>A system as it is kept; its secrets are sealed.</summary>
/// <param name="Address">As it may be shown.</param>
/// <param name="SealedAddress">The whole address of a chat robot, whose key stands in it.</param>
internal sealed record KnownSystem(
    string Id, LocalName Name, string Kind, string Connector, string Address, string? SealedAddress, string? Secret, string? HookSecret, string? Account, string? Project, string? Style,
    string? Staff, string? Unit, string Language, IReadOnlyList<SystemRoute> Routes, bool Active)
{
    /// <summary>Robots are reached by an address that holds their key.</summary>
    public bool IsRobot => Connector is "dingtalk" or "wecom" or "feishu" or "slack";

    /// <summary>Whether it has what its connector needs; a robot may go without a secret of its own.</summary>
    public bool HasSecret => Connector == "email" || (IsRobot ? SealedAddress is not null : Secret is not null);

    public bool CanBeCalled => Active && HasSecret;

    public static string SecretPlace(string id) => $"system:{id}:secret";

    public static string HookPlace(string id) => $"system:{id}:hook";

    public static string AddressPlace(string id) => $"system:{id}:address";
}

/// <summary>The registry as it is kept: one document of the tenant.</summary>
internal sealed record KnownRegistry(long Version, int CallFrom, IReadOnlyList<int> AcknowledgeMinutes, IReadOnlyList<KnownSystem> Systems)
{
    public const string SettingKey = "systems";

    /// <summary>What a tenant has before it says anything.</summary>
    public static readonly KnownRegistry Empty = new(0, 2, [60, 30, 30, 15], []);

    public KnownSystem? Find(string? id) => Systems.FirstOrDefault(system => system.Id == id);
}

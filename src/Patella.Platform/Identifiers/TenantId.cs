using System.Text.RegularExpressions;

namespace Patella.Platform.Identifiers;

/// <summary>The name of one ecosystem: 1 to 40 characters of a-z, 0-9 and hyphen. It is a file name on SQLite, so nothing else is allowed.</summary>
public readonly partial record struct TenantId
{
    /// <summary>The store of the installation itself: which tenants there are, and the clock's anchor.</summary>
    public static readonly TenantId System = new("system");

    public TenantId(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException($"'{value}' is not a tenant id: 1 to 40 characters of a-z, 0-9 and hyphen, starting with a letter.", nameof(value));
        }

        Value = value;
    }

    public string Value { get; }

    public static bool IsValid(string? value) => value is not null && Shape().IsMatch(value);

    public override string ToString() => Value;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex Shape();
}

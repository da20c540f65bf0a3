namespace Patella.Host.Hosting;

/// <summary>Environment variables; an empty one counts as not set.</summary>
internal static class Variables
{
    public static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

namespace Patella.Tests.Kernel.Text;

/// <summary>Runs only where public test data lies beside the repository or where PATELLA_SHARED_DATA says; it is never copied into it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string file)
    {
        if (!File.Exists(SharedData.Find(file))) Skip = $"{file} is not here: expected under ../shared/data beside the repository, or set PATELLA_SHARED_DATA";
    }
}

internal static class SharedData
{
    internal static string Find(string file)
    {
        if (Environment.GetEnvironmentVariable("PATELLA_SHARED_DATA") is { Length: > 0 } shared) return Path.Combine(shared, file);
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Patella.slnx"))) folder = folder.Parent;
        return folder is null ? file : Path.Combine(folder.FullName, "..", "shared", "data", file);
    }
}

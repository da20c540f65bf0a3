namespace Patella.Platform.Storage;

internal static class Hints
{
    /// <summary>Runs what was asked for after the commit. The commit stands, so a hint that fails may not take anything else down with it.</summary>
    public static void Run(List<Action>? hints)
    {
        foreach (var hint in hints ?? [])
        {
            try
            {
                hint();
            }
            catch (Exception failure)
            {
                System.Diagnostics.Trace.TraceWarning("A hint after a commit failed: {0}", failure);
            }
        }
    }
}

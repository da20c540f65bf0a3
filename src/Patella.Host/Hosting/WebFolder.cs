namespace Patella.Host.Hosting;

/// <summary>Finds the built web pages: beside the program when it was published, or in the working copy it was built from.</summary>
public static class WebFolder
{
    /// <summary>The folder that holds console/dist or widget/dist, or null when neither was built.</summary>
    /// <param name="start">Folder of the program; its parents are looked through as well.</param>
    public static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "web");
            if (Directory.Exists(Path.Combine(candidate, "console", "dist")) || Directory.Exists(Path.Combine(candidate, "widget", "dist")))
            {
                return candidate;
            }
        }

        return null;
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patella.Service.Edge;

namespace Patella.Host.Hosting;

/// <summary>
/// How the command line reaches the server that has a data folder: an address and a secret in a file that only the folder's user may read.
/// Whoever can read the file could read the data as well, so it gives away nothing.
/// </summary>
/// <param name="Secret">New with every start; 64 hexadecimal characters.</param>
internal sealed record ControlFile(string Address, string Secret)
{
    private const string FileName = "control.json";

    /// <summary>Where this machine reaches the server.</summary>
    [JsonIgnore]
    public Uri Uri => new(Address);

    public static ControlFile Make(ServeOptions options)
    {
        var host = options.ListenOn is "0.0.0.0" or "::" or "*" ? "127.0.0.1" : options.ListenOn;
        return new ControlFile($"http://{(host.Contains(':') ? $"[{host}]" : host)}:{options.Port}", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
    }

    public static ControlFile? Read(string dataFolder)
    {
        try
        {
            var path = Path.Combine(dataFolder, FileName);
            return File.Exists(path) ? JsonSerializer.Deserialize<ControlFile>(File.ReadAllText(path), Json.Options) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        Directory.CreateDirectory(dataFolder);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, this, Json.Options);
    }

    public static void Remove(string dataFolder) => File.Delete(Path.Combine(dataFolder, FileName));
}

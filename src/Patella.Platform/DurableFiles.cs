using System.Runtime.InteropServices;

namespace Patella.Platform;

/// <summary>What the framework lacks for files that must survive a power cut.</summary>
internal static partial class DurableFiles
{
    /// <summary>Flushes a folder, so that a file made, renamed or deleted in it stays so. Windows keeps its own journal of that.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened for a flush (errno {Marshal.GetLastPInvokeError()}).");
        }

        try
        {
            if (Flush(descriptor) != 0)
            {
                throw new IOException($"The folder {folder} cannot be flushed (errno {Marshal.GetLastPInvokeError()}).");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}

namespace FunctionsPipeline.Media;

/// <summary>A font that captions and thumbnails are drawn with.</summary>
/// <param name="Path">A TrueType file.</param>
/// <param name="Family">Its family as programs ask for it.</param>
/// <param name="Metrics">How wide its letters are.</param>
public sealed record FontFile(string Path, string Family, FontMetrics Metrics)
{
    /// <summary>The bold faces that read best in a small picture, best first; the rest of a folder's bold faces come after them by name.</summary>
    private static readonly string[] Preferred =
    [
        "Montserrat-ExtraBold.ttf", "Inter-ExtraBold.ttf", "Roboto-Black.ttf", "DejaVuSansCondensed-Bold.ttf", "DejaVuSans-Bold.ttf",
        "LiberationSans-Bold.ttf", "NotoSans-Bold.ttf", "OpenSans-Bold.ttf", "Roboto-Bold.ttf", "Ubuntu-B.ttf", "FreeSansBold.ttf",
        "arialbd.ttf", "Arial Bold.ttf",
    ];

    /// <summary>Looks for a bold font without serifs.</summary>
    /// <param name="folders">Where, with the folders in them; null where systems keep fonts.</param>
    /// <exception cref="MediaException"><see cref="MediaErrorCodes.FontMissing"/>.</exception>
    public static FontFile Find(IReadOnlyList<string>? folders = null)
    {
        foreach (var path in Candidates(folders ?? Folders()))
        {
            if (FontMetrics.TryRead(path) is { } font) return new FontFile(path, font.Family, font.Metrics);
        }

        throw new MediaException(
            MediaErrorCodes.FontMissing,
            "No bold TrueType font was found, so captions cannot be drawn.",
            "Install one (Debian, Ubuntu: sudo apt-get install fonts-dejavu-core).");
    }

    private static IEnumerable<string> Candidates(IReadOnlyList<string> folders)
    {
        var files = folders.Where(Directory.Exists).SelectMany(FilesOf).Order(StringComparer.Ordinal).ToArray();
        var named = Preferred.SelectMany(name => files.Where(file => System.IO.Path.GetFileName(file).Equals(name, StringComparison.OrdinalIgnoreCase)));
        var others = files.Where(file => System.IO.Path.GetFileName(file) is var name
            && name.Contains("bold", StringComparison.OrdinalIgnoreCase)
            && !name.Contains("italic", StringComparison.OrdinalIgnoreCase)
            && !name.Contains("oblique", StringComparison.OrdinalIgnoreCase)
            && !name.Contains("mono", StringComparison.OrdinalIgnoreCase));
        return named.Concat(others);
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*.ttf", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 4 });

    private static IReadOnlyList<string> Folders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            "/usr/share/fonts", "/usr/local/share/fonts", System.IO.Path.Combine(home, ".fonts"), System.IO.Path.Combine(home, ".local/share/fonts"),
            "/System/Library/Fonts", "/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        ];
    }
}

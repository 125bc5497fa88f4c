using System.Collections.Concurrent;
using System.Text;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.ClipReports;
using FunctionsPipeline.Pipelines.FrameJobs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>The folder of <c>--html</c>: a page and a copy of the video for each file, and a list of them. Safe for several threads.</summary>
internal sealed class ClipPages
{
    /// <summary>Larger videos are not copied: a folder of pages is for looking at and passing on.</summary>
    private const long CopyBytesMax = 1L << 30;

    /// <summary>Pictures of one detector.</summary>
    private const int PicturesMax = 3;

    private const int PictureSideMaxPx = 640;
    private const int NameCharactersMax = 80;

    private readonly string _folder;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { "index" };
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<ClipIndexEntry> _entries = [];

    private ClipPages(string folder) => _folder = folder;

    /// <summary>Makes the folder.</summary>
    /// <exception cref="CommandException">It cannot be made.</exception>
    public static ClipPages In(string folder)
    {
        try
        {
            return new ClipPages(Directory.CreateDirectory(folder).FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException("output_not_written", $"--html has '{folder}', which cannot be made: {exception.Message}", inner: exception);
        }
    }

    /// <summary>Writes a file's page.</summary>
    public async Task WriteAsync(
        string file, ClipAnalyzer analyzer, ClipAnalysis analysis, FileAnalysis result, IReadOnlyList<string> expects, CancellationToken cancellationToken)
    {
        var name = TakeName(Path.GetFileNameWithoutExtension(file));
        var report = new ClipReport
        {
            Name = Path.GetFileName(file),
            ClipPath = Copy(file, name),
            Analysis = analysis.Video,
            Scores = result.Scores,
            Device = analysis.Device,
            Expects = expects,
            Reference = result.Reference is { } reference ? AnalyzeText.InWords(reference) : null,
            Pictures = await TakePicturesAsync(file, analyzer, analysis.Video, cancellationToken),
        };
        await File.WriteAllTextAsync(Path.Combine(_folder, name + ".html"), ClipPage.Render(report), Encoding.UTF8, cancellationToken);
        var found = analysis.Video.Detectors.Where(detector => detector.Detected).OrderByDescending(detector => detector.Score).Select(detector => detector.Id);
        _entries.Add(new ClipIndexEntry(report.Name, name + ".html", result.Scores, [.. found]));
    }

    /// <summary>Writes the list and returns its path.</summary>
    public async Task<string> WriteIndexAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, "index.html");
        await File.WriteAllTextAsync(path, ClipIndexPage.Render(_entries), Encoding.UTF8, cancellationToken);
        return path;
    }

    private static async Task<IReadOnlyList<FindingPicture>> TakePicturesAsync(
        string file, ClipAnalyzer analyzer, VideoAnalysis video, CancellationToken cancellationToken)
    {
        var pictures = new List<FindingPicture>();
        foreach (var detector in video.Detectors.Where(detector => detector.Detected))
        {
            foreach (var finding in detector.Findings.OrderByDescending(finding => finding.Severity).Take(PicturesMax))
            {
                var jpeg = await analyzer.TakePictureAsync(file, video, finding, PictureSideMaxPx, drawsBox: false, cancellationToken);
                pictures.Add(new FindingPicture(detector.Id, finding, jpeg));
            }
        }

        return pictures;
    }

    /// <summary>The copy's name; null when the file is too large to be copied.</summary>
    private string? Copy(string file, string name)
    {
        if (new FileInfo(file).Length > CopyBytesMax) return null;

        var copy = name + Plain(Path.GetExtension(file));
        var target = Path.Combine(_folder, copy);

        // The video may lie there already, from an earlier analysis or because it was made there.
        if (Path.GetFullPath(file) != target) File.Copy(file, target, overwrite: true);
        return copy;
    }

    /// <summary>Two files of one name, from two folders, get two pages.</summary>
    private string TakeName(string wanted)
    {
        var plain = Plain(wanted) is { Length: > 0 } text ? text : "video";
        lock (_gate)
        {
            var name = plain;
            for (var number = 2; !_names.Add(name); number++) name = $"{plain}-{number}";
            return name;
        }
    }

    /// <summary>File names come from outside; in a page's address only letters that mean nothing there are left.</summary>
    private static string Plain(string name)
    {
        var plain = new string([.. name.Take(NameCharactersMax).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-')]);
        return plain.StartsWith('.') && plain.Trim('.').Length == 0 ? "" : plain;
    }
}

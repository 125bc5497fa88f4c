using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.State.Blobs;

/// <summary>The rules for blob paths, those of Azure Blob Storage and of file systems together.</summary>
public static partial class BlobPath
{
    private const int PathCharactersMax = 1024;
    private const int SegmentBytesMax = 255;
    private const int SegmentsMax = 255;

    /// <summary>Checks the path of a blob.</summary>
    /// <exception cref="ArgumentException">The path breaks a rule; the message says which.</exception>
    public static void Check(string path)
    {
        if (path.Length > PathCharactersMax) throw new ArgumentException($"A blob path has at most {PathCharactersMax} characters, not {path.Length}.", nameof(path));
        var segments = path.Split('/');
        if (segments.Length < 2) throw new ArgumentException($"Blob path '{path}' has no container; it looks like container/name.", nameof(path));
        if (segments.Length > SegmentsMax) throw new ArgumentException($"A blob path has at most {SegmentsMax} parts, not {segments.Length}.", nameof(path));
        CheckContainer(segments[0], path);
        foreach (var segment in segments.AsSpan(1)) CheckSegment(segment, path);
    }

    /// <summary>Checks a prefix to list: a whole container name and a slash, then the beginning of a path.</summary>
    /// <exception cref="ArgumentException">The prefix breaks a rule; the message says which.</exception>
    public static void CheckPrefix(string prefix)
    {
        var segments = prefix.Split('/');
        if (segments.Length < 2) throw new ArgumentException($"Prefix '{prefix}' names no container; it looks like container/ or container/beginning.", nameof(prefix));
        CheckContainer(segments[0], prefix);
        foreach (var segment in segments.AsSpan(1, segments.Length - 2)) CheckSegment(segment, prefix);
        if (segments[^1].Length > 0) CheckCharacters(segments[^1], prefix);
    }

    private static void CheckContainer(string container, string path)
    {
        if (!Container().IsMatch(container))
        {
            throw new ArgumentException($"Container '{container}' of '{path}' is not 3 to 63 lower-case letters, digits and single dashes.", nameof(path));
        }
    }

    private static void CheckSegment(string segment, string path)
    {
        if (segment.Length == 0) throw new ArgumentException($"Blob path '{path}' has an empty part.", nameof(path));
        if (segment[^1] == '.') throw new ArgumentException($"A part of blob path '{path}' ends with a dot.", nameof(path));
        if (Encoding.UTF8.GetByteCount(segment) > SegmentBytesMax) throw new ArgumentException($"A part of blob path '{path}' is longer than {SegmentBytesMax} bytes.", nameof(path));
        CheckCharacters(segment, path);
    }

    private static void CheckCharacters(string segment, string path)
    {
        foreach (var character in segment)
        {
            if (char.IsControl(character) || character == '\\')
            {
                throw new ArgumentException($"Blob path '{path}' holds the character U+{(int)character:X4}.", nameof(path));
            }
        }
    }

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Container();
}

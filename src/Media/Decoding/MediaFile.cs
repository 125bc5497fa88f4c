namespace FunctionsPipeline.Media;

/// <summary>What is said of a file before a decoder sees it.</summary>
internal static class MediaFile
{
    /// <param name="fullPath">The file.</param>
    /// <param name="name">As whoever asked calls it.</param>
    /// <param name="bytesMax">How large it may be.</param>
    /// <param name="tooLargeHint">What to do about a larger one.</param>
    /// <exception cref="MediaException">It is missing, a folder, empty or too large.</exception>
    public static void Check(string fullPath, string name, long bytesMax, string tooLargeHint)
    {
        var file = new FileInfo(fullPath);
        if (!file.Exists)
        {
            var isFolder = Directory.Exists(fullPath);
            throw new MediaException(
                MediaErrorCodes.FileMissing, isFolder ? $"'{name}' is a folder." : $"'{name}' does not exist.", "Check the path.");
        }

        if (file.Length == 0) throw new MediaException(MediaErrorCodes.FileEmpty, $"'{name}' is empty.", "Download or make the file again.");
        if (file.Length <= bytesMax) return;
        throw new MediaException(
            MediaErrorCodes.FileTooLarge, $"'{name}' has {file.Length:N0} bytes; at most {bytesMax:N0} are decoded.", tooLargeHint);
    }
}

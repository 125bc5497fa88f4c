namespace FunctionsPipeline.Media.Tests.Rendering;

public sealed class FontTests(ClipFolder folder) : IClassFixture<ClipFolder>
{
    [Fact]
    public void Without_a_font_it_says_what_to_install()
    {
        var empty = Directory.CreateDirectory(folder.File("no-fonts")).FullName;

        var exception = Should.Throw<MediaException>(() => FontFile.Find([empty, folder.File("not-there")]));

        exception.Code.ShouldBe(MediaErrorCodes.FontMissing);
        exception.Hint.ShouldContain("fonts-dejavu-core");
    }
}

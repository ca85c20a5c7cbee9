// Says at once that a file is too large, instead of after an hour of uploading. The server checks in any case.

for (const field of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  field.addEventListener("change", () => {
    const [file] = field.files;
    const tooLarge = file && file.size > Number(field.dataset.maxBytes);
    field.setCustomValidity(tooLarge ? field.dataset.tooLarge : "");
    if (tooLarge) {
      field.reportValidity();
      field.value = "";
    }
  });
}
